// What databases of a set need of a server, looked for before anything is restored.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/restore.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

// Each by its name, with what needs it first. Of a large plain script without an index, roles that only privileges at
// its end name are not among them.
struct SetNeeds {
  std::map<std::string, std::string> roles{};
  std::map<std::string, std::string> extensions{};
  std::map<std::string, std::string> tablespaces{};
  std::map<std::string, std::string> locales{};    // of the system's library
  std::map<std::string, std::string> providers{};  // of locales: libc, icu, builtin
};

// Of a database's file, as far as the options choose it. A plain script is read up to its first rows.
//   database: for messages
void add_needs_of_file(SetNeeds& needs, const RestoreInput& file, const std::string& database,
                       const RestoreOptions& options);
// Of what the globals say of a database.
void add_needs_of_statement(SetNeeds& needs, const std::string& sql, const std::string& database,
                            const RestoreOptions& options);
// Of one of its settings.
void add_needs_of_setting(SetNeeds& needs, const std::string& sql, const std::string& database,
                          const RestoreOptions& options);

// What the server lacks of it, a line each, and what may be done about it.
struct MissingNeeds {
  std::vector<std::string> lines{};
  bool roles = false;
  bool extensions = false;
  bool locales = false;
  bool tablespaces = false;
};
//   roles_to_come: that are made before the databases
[[nodiscard]] MissingNeeds missing_needs(pg::Connection& connection, const SetNeeds& needs,
                                         const std::set<std::string>& roles_to_come);

}  // namespace pgdumpcore::backups
