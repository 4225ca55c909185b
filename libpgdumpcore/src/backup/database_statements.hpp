// What a script of globals says of one database.
#pragma once

#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct DatabaseStatements {
  std::vector<std::string> settings{};    // of the session that runs the others
  std::vector<std::string> statements{};  // that make the database, its owner, settings, privileges
};

// With `as` in the place of its name. Throws Error: io, data if the script is damaged.
[[nodiscard]] DatabaseStatements statements_about(const std::string& globals, const std::string& database,
                                                  const std::string& as);

// The statement with the database's name, which must be `database`, replaced; empty: it is not about that database.
[[nodiscard]] std::string renamed_statement(const std::string& statement, const std::string& database,
                                            const std::string& as);

}  // namespace pgdumpcore::backups
