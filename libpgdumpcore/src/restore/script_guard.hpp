// Whether a script would run into a database that has what it creates.
#pragma once

#include "pg/connection.hpp"
#include "restore/script_statement.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>

namespace pgdumpcore::restoring {

// Notes what a script's statements create in the database that it is in, and asks the server for it.
class ScriptGuard {
 public:
  //   source: what creates, in messages: "the script", "the set"
  explicit ScriptGuard(std::string source = "the script") : source_(std::move(source)) {}

  void note(const StatementFacts& facts);
  // Throws Error (data) where something of what was noted since the last check exists, and the script has not dropped
  // it before.
  //   untouched: nothing has been run in this database so far
  void check(pg::Connection& connection, bool untouched);
  // The script goes on in another database.
  void change_database();

 private:
  [[nodiscard]] std::string way_on() const;
  void check_databases(pg::Connection& connection, bool untouched);

  const std::string source_;
  std::set<ScriptName> created_{};
  std::set<std::string> created_databases_{};
  std::set<ScriptName> dropped_{};
  std::set<std::string> dropped_schemas_{};
  std::set<std::string> dropped_databases_{};
  std::optional<std::string> schema_{};  // where unqualified names are made; not set: where the session says
};

}  // namespace pgdumpcore::restoring
