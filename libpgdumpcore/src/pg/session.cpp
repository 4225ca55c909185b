#include "pg/session.hpp"

#include <fmt/format.h>

namespace pgdumpcore::pg {

namespace {

// jit: compiling catalog queries costs seconds and wins nothing. Parallel plans would change the order of rows.
constexpr const char* fixed_settings = R"(
  SET DateStyle = ISO;
  SET IntervalStyle = postgres;
  SET synchronize_seqscans = off;
  SET statement_timeout = 0;
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET jit = off;
  SET max_parallel_workers_per_gather = 0)";

// Minors since August 2024 have this parameter.
constexpr std::string_view restrict_relation_kinds = R"(
  SELECT pg_catalog.set_config(name, '{}', false)
    FROM pg_catalog.pg_settings
   WHERE name = 'restrict_nonsystem_relation_kind')";

}  // namespace

void restrict_expansion(Connection& connection, Expandable most) {
  connection.execute(fmt::format(restrict_relation_kinds, most == Expandable::tables ? "view, foreign-table" : "view"));
}

void prepare_session(Connection& connection, const SessionSettings& settings) {
  connection.execute("SELECT pg_catalog.set_config('search_path', '', false)");
  if (!settings.encoding.empty() && PQsetClientEncoding(connection.raw(), settings.encoding.c_str()) != 0)
    throw Error(Fault::usage, fmt::format("invalid client encoding \"{}\" specified", settings.encoding));
  if (!settings.role.empty()) connection.execute("SET ROLE " + double_quoted(settings.role));
  connection.execute(fixed_settings);
  connection.execute(fmt::format("SET extra_float_digits = {}", settings.extra_float_digits.value_or(3)));
  if (connection.server().major() >= 17) connection.execute("SET transaction_timeout = 0");
  if (settings.quote_all_identifiers) connection.execute("SET quote_all_identifiers = true");
  connection.execute(settings.row_security ? "SET row_security = on" : "SET row_security = off");
  restrict_expansion(connection, Expandable::tables);
}

bool is_standby(Connection& connection) {
  // Since 14 the server says so by itself.
  if (const std::string reported = connection.parameter("in_hot_standby"); !reported.empty()) return reported == "on";
  return connection.query("SELECT pg_catalog.pg_is_in_recovery()").row(0).at(0).flag();
}

std::string pin_snapshot(Connection& connection, const std::string& imported, bool serializable_deferrable) {
  connection.execute("BEGIN");
  connection.execute(serializable_deferrable ? "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"
                                             : "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  if (!imported.empty()) {
    connection.execute("SET TRANSACTION SNAPSHOT " + quote_literal(imported));
    return imported;
  }
  return connection.query("SELECT pg_catalog.pg_export_snapshot()").row(0).at(0).str();
}

void end_snapshot(Connection& connection) {
  connection.execute("ROLLBACK");
}

IdentifierQuoter identifier_quoter(Connection& connection, bool quote_all) {
  std::set<std::string, std::less<>> keywords;
  const Result rows = connection.query("SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'");
  for (const Row row : rows) keywords.insert(row.at(0).str());
  return {std::move(keywords), quote_all};
}

}  // namespace pgdumpcore::pg
