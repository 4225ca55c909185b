#include "backup/restore_globals.hpp"

#include "backup/cluster.hpp"
#include "pg/quote.hpp"
#include "pg/sqlstate.hpp"
#include "restore/script_statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pgdumpcore::backups {

namespace {

using Kind = restoring::StatementFacts::Kind;

void create_database(pg::Connection& connection, const std::string& sql) {
  const auto error = connection.try_execute(sql);
  if (!error) return;
  Error told = *error;
  std::string hint = error->hint();
  if (error->sqlstate() == pg::sqlstate::invalid_parameter_value)
    hint += std::string(hint.empty() ? "" : "\n") +
            "If the server does not have its locale or encoding, make a database by hand, as \"createdb -T template0 "
            "--locale=C NAME\" does, and restore the set's file into it with -d NAME.";
  throw told.detail("Command was: " + sql).hint(hint);
}

// CREATE DATABASE as globals have it, where the tablespace is the last option but one.
std::string without_tablespace(const std::string& sql) {
  static constexpr std::string_view option = " TABLESPACE = ";
  const std::size_t at = sql.rfind(option);
  if (at == std::string::npos || std::count(sql.begin(), sql.begin() + static_cast<std::ptrdiff_t>(at), '"') % 2 != 0)
    return sql;
  std::size_t end = at + option.size();
  const bool quoted = end < sql.size() && sql[end] == '"';
  if (quoted)
    while ((end = sql.find('"', end + 1)) + 1 < sql.size() && sql[end + 1] == '"') ++end;
  end = sql.find_first_of(" ;", quoted ? end + 1 : end);
  return sql.substr(0, at) + (end == std::string::npos ? "" : sql.substr(end));
}

bool ends_everything(const Error& error) {
  return error.fault() == Fault::cancelled || error.fault() == Fault::connection;
}

}  // namespace

void GlobalsRestore::restore_all() {
  run([](GlobalsPart) { return true; });
}

void GlobalsRestore::restore_roles() {
  run([](GlobalsPart part) { return part == GlobalsPart::roles; });
}

void GlobalsRestore::run(const std::function<bool(GlobalsPart)>& takes) {
  pg::Connection connection = task_.open_maintenance();
  for_each_statement(path_, [&](const std::string& sql, std::uint64_t line) {
    const GlobalsPart part = part_of_globals(sql);
    if (sql.starts_with("SET ")) return connection.execute(sql);
    if (!takes(part) || is_left_out(sql)) return;
    if (part == GlobalsPart::database_settings) return keep_setting(connection, sql);
    if (!run_statement(connection, sql, fmt::format("globals: line {}", line))) return;
    const restoring::StatementFacts facts = restoring::statement_facts(sql);
    if (facts.kind == Kind::creates_database) unfinished_.add(facts.name.name);
  });
}

bool GlobalsRestore::is_left_out(const std::string& sql) const {
  const Kind kind = restoring::statement_facts(sql).kind;
  const RestoreOptions& how = task_.options().restore;
  return (how.no_owner && kind == Kind::sets_owner) || (how.no_privileges && kind == Kind::sets_privileges);
}

void GlobalsRestore::make_plainly(const std::string& name) {
  if (exists_everywhere(name)) return;
  const std::string sql = fmt::format("CREATE DATABASE {} TEMPLATE template0", pg::double_quoted(name));
  task_.open_maintenance().execute(sql);
  unfinished_.add(name);
}

void GlobalsRestore::make_database(const std::string& saved_name, const std::string& name) {
  if (path_.empty()) return make_plainly(name);
  const DatabaseStatements told = statements_about(path_, saved_name, name);
  const auto makes = [](const std::string& sql) { return sql.starts_with("CREATE "); };
  if (std::ranges::none_of(told.statements, makes)) make_plainly(name);
  pg::Connection connection = task_.open_maintenance();
  for (const std::string& setting : told.settings) connection.execute(setting);
  for (const std::string& sql : told.statements) {
    if (is_left_out(sql)) continue;
    if (makes(sql)) {
      create_database(connection, task_.options().restore.no_tablespaces ? without_tablespace(sql) : sql);
      unfinished_.add(name);
    } else {
      static_cast<void>(run_statement(connection, sql, ""));
    }
  }
  for (const std::string& sql : told.database_settings) keep_setting(connection, sql);
}

// Rows may ask for a custom parameter, so that it comes before them.
void GlobalsRestore::keep_setting(pg::Connection& connection, const std::string& sql) {
  if (sets_custom_parameter(sql))
    run_setting(connection, sql);
  else
    settings_.push_back(sql);
}

void GlobalsRestore::apply_settings() {
  pg::Connection connection = task_.open_maintenance();
  for (const std::string& sql : settings_) run_setting(connection, sql);
}

// False if the server refuses it.
bool GlobalsRestore::run_statement(pg::Connection& connection, const std::string& sql, const std::string& where) {
  const auto error = connection.try_execute(sql);
  if (!error) return true;
  Error told = where.empty() ? *error : error->within(where);
  if (ends_everything(*error) || task_.options().restore.exit_on_error) throw told;
  task_.report(told.detail("Command was: " + sql));
  return false;
}

// A setting that this server does not know takes nothing from the rows.
void GlobalsRestore::run_setting(pg::Connection& connection, const std::string& sql) const {
  const auto error = connection.try_execute(sql);
  if (!error) return;
  if (ends_everything(*error)) throw *error;
  task_.warn(fmt::format("a setting is not restored: {}\nCommand was: {}", error->what(), sql));
}

}  // namespace pgdumpcore::backups
