#include "pg/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace pgdumpcore::pg {

namespace {

// jit: compiling catalog queries costs seconds and wins nothing. Parallel plans would change the order of rows.
constexpr std::array<const char*, 8> fixed_settings = {"SET DateStyle = ISO",
                                                       "SET IntervalStyle = postgres",
                                                       "SET synchronize_seqscans = off",
                                                       "SET statement_timeout = 0",
                                                       "SET lock_timeout = 0",
                                                       "SET idle_in_transaction_session_timeout = 0",
                                                       "SET jit = off",
                                                       "SET max_parallel_workers_per_gather = 0"};

// Minors since August 2024 have this parameter.
constexpr std::string_view restrict_relation_kinds = R"(
  SELECT pg_catalog.set_config(name, '{}', false)
    FROM pg_catalog.pg_settings
   WHERE name = 'restrict_nonsystem_relation_kind')";

std::string expansion_restricted_to(Expandable most) {
  return fmt::format(restrict_relation_kinds, most == Expandable::tables ? "view, foreign-table" : "view");
}

}  // namespace

void restrict_expansion(Connection& connection, Expandable most) {
  connection.execute(expansion_restricted_to(most));
}

namespace {

// Those that take no snapshot, so that they may come before a transaction's beginning.
std::vector<std::string> setting_statements(const Connection& connection, const SessionSettings& settings) {
  std::vector<std::string> statements;
  if (!settings.role.empty()) statements.push_back("SET ROLE " + double_quoted(settings.role));
  statements.insert(statements.end(), fixed_settings.begin(), fixed_settings.end());
  statements.push_back(fmt::format("SET extra_float_digits = {}", settings.extra_float_digits.value_or(3)));
  // A worker's connection may be there for a while before it has something to do.
  if (connection.server().major() >= 14) statements.emplace_back("SET idle_session_timeout = 0");
  if (connection.server().major() >= 17) statements.emplace_back("SET transaction_timeout = 0");
  if (settings.quote_all_identifiers) statements.emplace_back("SET quote_all_identifiers = true");
  statements.emplace_back(settings.row_security ? "SET row_security = on" : "SET row_security = off");
  return statements;
}

// libpq has to know the encoding, too, so it is libpq that sets it.
void set_encoding(Connection& connection, const std::string& encoding) {
  if (!encoding.empty() && PQsetClientEncoding(connection.raw(), encoding.c_str()) != 0)
    throw Error(Fault::usage, fmt::format("invalid client encoding \"{}\" specified", encoding));
}

// Every statement of ours names its schemas; what users have written must do so, too.
const std::string empty_search_path = "SELECT pg_catalog.set_config('search_path', '', false)";

std::vector<std::string> snapshot_statements(const std::string& imported, bool serializable_deferrable) {
  return {serializable_deferrable ? "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"
                                  : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
          imported.empty() ? "SELECT pg_catalog.pg_export_snapshot()"
                           : "SET TRANSACTION SNAPSHOT " + quote_literal(imported)};
}

}  // namespace

void prepare_session(Connection& connection, const SessionSettings& settings) {
  set_encoding(connection, settings.encoding);
  std::vector<std::string> statements = setting_statements(connection, settings);
  statements.push_back(empty_search_path);
  statements.push_back(expansion_restricted_to(Expandable::tables));
  connection.queries(statements);
}

bool is_standby(Connection& connection) {
  // Since 14 the server says so by itself.
  if (const std::string reported = connection.parameter("in_hot_standby"); !reported.empty()) return reported == "on";
  return connection.query("SELECT pg_catalog.pg_is_in_recovery()").row(0).at(0).flag();
}

std::string pin_snapshot(Connection& connection, const std::string& imported, bool serializable_deferrable) {
  const std::vector<Result> results = connection.queries(snapshot_statements(imported, serializable_deferrable));
  return imported.empty() ? results.back().row(0).at(0).str() : imported;
}

std::string begin_session(Connection& connection, const SessionSettings& settings, const std::string& imported,
                          bool serializable_deferrable) {
  set_encoding(connection, settings.encoding);
  std::vector<std::string> statements = setting_statements(connection, settings);
  std::ranges::move(snapshot_statements(imported, serializable_deferrable), std::back_inserter(statements));
  const std::size_t snapshot = statements.size() - 1;
  statements.push_back(empty_search_path);
  statements.push_back(expansion_restricted_to(Expandable::tables));
  const std::vector<Result> results = connection.queries(statements);
  return imported.empty() ? results[snapshot].row(0).at(0).str() : imported;
}

void end_snapshot(Connection& connection) {
  connection.execute("ROLLBACK");
}

IdentifierQuoter identifier_quoter(const Result& keywords, bool quote_all) {
  std::set<std::string, std::less<>> words;
  for (const Row row : keywords) words.insert(row.at(0).str());
  return {std::move(words), quote_all};
}

}  // namespace pgdumpcore::pg
