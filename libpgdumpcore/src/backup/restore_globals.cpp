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

// What is said where a database cannot be made.
Error not_made(const Error& error, const std::string& sql) {
  Error told = error;
  std::string hint = error.hint();
  if (error.sqlstate() == pg::sqlstate::invalid_parameter_value)
    hint += std::string(hint.empty() ? "" : "\n") +
            "If the server does not have its locale or encoding, make a database by hand, as \"createdb -T template0 "
            "--locale=C NAME\" does, and restore the set's file into it with -d NAME.";
  return told.detail("Command was: " + sql).hint(hint);
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

// CREATE DATABASE as globals have it, with the encoding alone of what it says.
std::string with_encoding_alone(const std::string& sql) {
  const std::vector<restoring::StatementToken> tokens = restoring::statement_tokens(sql, sql.size());
  std::string plain = fmt::format("CREATE DATABASE {} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'",
                                  pg::double_quoted(restoring::statement_facts(sql).name.name));
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
    if (tokens[i].text == "encoding" && tokens[i + 1].text == "=")
      plain += " ENCODING " + pg::quote_literal(tokens[i + 2].text);
  return plain;
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
  for_each_statement(file_, [&](const std::string& sql, std::uint64_t line) {
    const GlobalsPart part = part_of_globals(sql);
    if (sql.starts_with("SET ")) return connection.execute(sql);
    if (!takes(part) || is_left_out(sql)) return;
    if (part == GlobalsPart::database_settings) return keep_setting(connection, sql);
    const restoring::StatementFacts facts = restoring::statement_facts(sql);
    const std::string where = fmt::format("globals: line {}", line);
    if (facts.kind != Kind::creates_database) return static_cast<void>(run_statement(connection, sql, where));
    const auto error = create(connection, sql);
    if (error)
      pass_over(error->within(where), sql);
    else
      unfinished_.add(facts.name.name);
  });
}

bool GlobalsRestore::is_left_out(const std::string& sql) const {
  const Kind kind = restoring::statement_facts(sql).kind;
  const RestoreOptions& how = task_.options().restore;
  return (how.no_owner && kind == Kind::sets_owner) || (how.no_privileges && kind == Kind::sets_privileges);
}

// What the server lacks of what the database had is left out where the user wants as much as there is.
std::optional<Error> GlobalsRestore::create(pg::Connection& connection, const std::string& sql) {
  const bool no_tablespaces = task_.options().restore.no_tablespaces;
  const std::string elsewhere = without_tablespace(sql);
  auto error = connection.try_execute(no_tablespaces ? elsewhere : sql);
  if (!error || !task_.options().restore.force || ends_everything(*error)) return error;
  for (const std::string& way : {elsewhere, with_encoding_alone(sql)}) {
    if (way == sql || connection.try_execute(way)) continue;
    const Error told = error->within("the database is not made as it was");
    if (task_.options().restore.exit_on_error) return told;
    task_.report(Error(told).detail(fmt::format("Command was: {}\nInstead: {}", sql, way)));
    return std::nullopt;
  }
  return error;
}

void GlobalsRestore::make_if_lost(const std::string& name) {
  if (exists_everywhere(name) || unfinished_.has(name)) return;
  make_plainly(name);
}

void GlobalsRestore::make_plainly(const std::string& name) {
  if (exists_everywhere(name)) return;
  const std::string sql = fmt::format("CREATE DATABASE {} TEMPLATE template0", pg::double_quoted(name));
  task_.open_maintenance().execute(sql);
  unfinished_.add(name);
}

void GlobalsRestore::make_database(const std::string& saved_name, const std::string& name) {
  if (!file_.input) return make_plainly(name);
  const DatabaseStatements told = statements_about(file_, saved_name, name);
  const auto makes = [](const std::string& sql) { return sql.starts_with("CREATE "); };
  if (std::ranges::none_of(told.statements, makes)) make_plainly(name);
  pg::Connection connection = task_.open_maintenance();
  for (const std::string& setting : told.settings) connection.execute(setting);
  for (const std::string& sql : told.statements) {
    if (is_left_out(sql)) continue;
    if (makes(sql)) {
      if (const auto error = create(connection, sql)) throw not_made(*error, sql);
      unfinished_.add(name);
    } else {
      static_cast<void>(run_statement(connection, sql, ""));
    }
  }
  for (const std::string& sql : told.database_settings) keep_setting(connection, sql);
}

void GlobalsRestore::keep_setting(pg::Connection& connection, const std::string& sql) {
  if (!gives_values_their_meaning(sql)) {
    settings_.push_back(sql);
    return;
  }
  if (!run_setting(connection, sql)) return;
  // Once more, so that all are there in their order.
  const std::string reset = reset_statement(sql);
  if (!reset.empty()) settings_.push_back(fmt::format("{};\n{}", reset, sql));
}

void GlobalsRestore::apply_settings() {
  pg::Connection connection = task_.open_maintenance();
  for (const std::string& sql : settings_) static_cast<void>(run_setting(connection, sql));
}

// False if the server refuses it.
bool GlobalsRestore::run_statement(pg::Connection& connection, const std::string& sql, const std::string& where) {
  const auto error = connection.try_execute(sql);
  if (!error) return true;
  pass_over(where.empty() ? *error : error->within(where), sql);
  return false;
}

void GlobalsRestore::pass_over(const Error& error, const std::string& sql) {
  if (ends_everything(error) || task_.options().restore.exit_on_error) throw Error(error);
  task_.report(Error(error).detail("Command was: " + sql));
}

// A setting that this server does not know takes nothing from the rows.
bool GlobalsRestore::run_setting(pg::Connection& connection, const std::string& sql) const {
  const auto error = connection.try_execute(sql);
  if (!error) return true;
  if (ends_everything(*error)) throw *error;
  task_.warn(fmt::format("a setting is not restored: {}\nCommand was: {}", error->what(), sql));
  return false;
}

}  // namespace pgdumpcore::backups
