// The globals of a set, restored: all of them, the roles alone, or what they say of one database.
#pragma once

#include "backup/database_statements.hpp"
#include "backup/restore_task.hpp"
#include "backup/unfinished_databases.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

class GlobalsRestore {
 public:
  // The task and the databases must outlive it.
  GlobalsRestore(RestoreTask& task, UnfinishedDatabases& unfinished, const GlobalsFile& file)
      : task_(task), unfinished_(unfinished), file_(file) {}

  void restore_all();
  void restore_roles();
  // Makes a database as the globals have it, under the name that it is to have; without globals from template0.
  void make_database(const std::string& saved_name, const std::string& name);
  // Makes a database that restore_all() has not made, because what is left of the globals does not make it.
  void make_if_lost(const std::string& name);
  // Settings of databases, which wait until the rows are loaded: some would hold for the session that loads them, or
  // forbid it.
  void apply_settings();

 private:
  void run(const std::function<bool(GlobalsPart)>& takes);
  void make_plainly(const std::string& name);
  [[nodiscard]] std::optional<Error> create(pg::Connection& connection, const std::string& sql);
  void keep_setting(pg::Connection& connection, const std::string& sql);
  bool run_setting(pg::Connection& connection, const std::string& sql) const;
  [[nodiscard]] bool run_statement(pg::Connection& connection, const std::string& sql, const std::string& where);
  // Reports what the server refused, or throws it if that ends the restore.
  void pass_over(const Error& error, const std::string& sql);
  [[nodiscard]] bool is_left_out(const std::string& sql) const;

  RestoreTask& task_;
  UnfinishedDatabases& unfinished_;
  const GlobalsFile& file_;
  std::vector<std::string> settings_{};
};

}  // namespace pgdumpcore::backups
