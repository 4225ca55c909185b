#include "pg/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace pgdumpcore::pg {

namespace {

// Whatever ends a session, a transaction, a statement or a wait for a lock by the clock.
std::vector<std::string> without_timeouts(const ServerVersion& server) {
  std::vector<std::string> statements = {"SET statement_timeout = 0", "SET lock_timeout = 0",
                                         "SET idle_in_transaction_session_timeout = 0"};
  // A worker's connection may be there for a while before it has something to do.
  if (server.major() >= 14) statements.emplace_back("SET idle_session_timeout = 0");
  if (server.major() >= 17) statements.emplace_back("SET transaction_timeout = 0");
  return statements;
}

// jit: compiling catalog queries costs seconds and wins nothing. Parallel plans would change the order of rows.
constexpr std::array<const char*, 5> output_settings = {"SET DateStyle = ISO", "SET IntervalStyle = postgres",
                                                        "SET synchronize_seqscans = off", "SET jit = off",
                                                        "SET max_parallel_workers_per_gather = 0"};

// Settings that give another meaning to the text of values and commands.
constexpr std::array<const char*, 3> input_settings = {"SET default_transaction_read_only = off",
                                                       "SET array_nulls = on", "SET transform_null_equals = off"};

// Every statement of ours names its schemas; what users have written must do so, too.
const std::string empty_search_path = "SELECT pg_catalog.set_config('search_path', '', false)";

// ALTER DATABASE … SET role, or ALTER ROLE ALL SET role, makes a superuser's session one of somebody with fewer rights.
// What the user has been given for himself (ALTER ROLE … SET role), or asks for (PGOPTIONS), is meant. Operators are
// named with their schema because the search path may be another's. Only asked of a session that has a role: whoever
// has read these catalogs holds a lock on them that a login may have to wait for.
const std::string without_role_for_everybody = R"(
  SELECT pg_catalog.set_config('role', 'none', false)
   WHERE EXISTS (
         SELECT FROM pg_catalog.pg_db_role_setting AS s
           LEFT JOIN pg_catalog.pg_database AS d ON d.oid OPERATOR(pg_catalog.=) s.setdatabase
          WHERE s.setrole OPERATOR(pg_catalog.=) '0'::pg_catalog.oid
            AND (s.setdatabase OPERATOR(pg_catalog.=) '0'::pg_catalog.oid
                 OR d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
            AND pg_catalog.array_position(s.setconfig,
                                          pg_catalog.concat('role=', pg_catalog.current_setting('role'))) IS NOT NULL)
     AND NOT EXISTS (
         SELECT FROM pg_catalog.pg_db_role_setting AS s
           JOIN pg_catalog.pg_roles AS r ON r.oid OPERATOR(pg_catalog.=) s.setrole
           LEFT JOIN pg_catalog.pg_database AS d ON d.oid OPERATOR(pg_catalog.=) s.setdatabase
          WHERE r.rolname OPERATOR(pg_catalog.=) SESSION_USER
            AND (s.setdatabase OPERATOR(pg_catalog.=) '0'::pg_catalog.oid
                 OR d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
            AND pg_catalog.array_position(s.setconfig,
                                          pg_catalog.concat('role=', pg_catalog.current_setting('role'))) IS NOT NULL))";

// The last of a session's statements.
const std::string show_role = "SELECT pg_catalog.current_setting('role')";

void leave_role_for_everybody(Connection& connection, const std::vector<Result>& results) {
  if (results.back().row(0).at(0).view() != "none") connection.execute(without_role_for_everybody);
}

const std::string without_event_triggers = R"(
  SELECT pg_catalog.set_config('event_triggers', 'off', false)
   WHERE pg_catalog.has_parameter_privilege('event_triggers', 'SET'))";

// Minors since August 2024 have this parameter.
constexpr std::string_view restrict_relation_kinds = R"(
  SELECT pg_catalog.set_config(name, '{}', false)
    FROM pg_catalog.pg_settings
   WHERE name = 'restrict_nonsystem_relation_kind')";

std::string nonsystem_relations_restricted_to(NonsystemRelations most) {
  return fmt::format(restrict_relation_kinds, most == NonsystemRelations::tables ? "view, foreign-table" : "view");
}

}  // namespace

void restrict_nonsystem_relations(Connection& connection, NonsystemRelations most) {
  connection.execute(nonsystem_relations_restricted_to(most));
}

namespace {

// Those that take no snapshot, so that they may come before a transaction's beginning.
std::vector<std::string> setting_statements(const Connection& connection, const SessionSettings& settings) {
  std::vector<std::string> statements = without_timeouts(connection.server());
  if (!settings.role.empty()) statements.insert(statements.begin(), "SET ROLE " + double_quoted(settings.role));
  statements.insert(statements.end(), output_settings.begin(), output_settings.end());
  statements.push_back(fmt::format("SET extra_float_digits = {}", settings.extra_float_digits.value_or(3)));
  if (settings.quote_all_identifiers) statements.emplace_back("SET quote_all_identifiers = true");
  statements.emplace_back(settings.row_security ? "SET row_security = on" : "SET row_security = off");
  return statements;
}

// Those that are queries, and with them all that was to be sent before.
std::vector<Result> run_with_setting_queries(Connection& connection, std::vector<std::string> statements,
                                             const SessionSettings& settings) {
  statements.insert(statements.end(),
                    {empty_search_path, nonsystem_relations_restricted_to(NonsystemRelations::tables), show_role});
  std::vector<Result> results = connection.queries(statements);
  if (settings.role.empty()) leave_role_for_everybody(connection, results);
  return results;
}

// libpq has to know the encoding, too, so it is libpq that sets it.
void set_encoding(Connection& connection, const std::string& encoding) {
  if (encoding.empty() || encoding == connection.parameter("client_encoding")) return;
  if (PQsetClientEncoding(connection.raw(), encoding.c_str()) != 0)
    throw Error(Fault::usage, fmt::format("invalid client encoding \"{}\" specified", encoding));
}

std::vector<std::string> snapshot_statements(const SnapshotOptions& snapshot) {
  std::vector<std::string> statements = {snapshot.serializable_deferrable
                                             ? "BEGIN ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"
                                             : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"};
  if (!snapshot.imported.empty())
    statements.push_back("SET TRANSACTION SNAPSHOT " + quote_literal(snapshot.imported));
  else if (snapshot.exported)
    statements.emplace_back("SELECT pg_catalog.pg_export_snapshot()");
  else
    statements.emplace_back("SELECT ''");  // takes it
  return statements;
}

}  // namespace

Connection open_session(const ConnectOptions& options, Purpose purpose, std::stop_token stop) {
  ConnectOptions how = options;
  if (purpose != Purpose::restore) how.client_encoding = no_encoding;
  Connection connection = Connection::open(how, std::move(stop));
  if (purpose != Purpose::restore) set_encoding(connection, connection.parameter("server_encoding"));
  std::vector<std::string> statements = without_timeouts(connection.server());
  if (purpose == Purpose::read)
    // What is set before BEGIN in the same message belongs to the transaction, and ends with it.
    statements.emplace_back("BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY");
  else
    statements.insert(statements.end(), input_settings.begin(), input_settings.end());
  if (purpose != Purpose::restore) statements.push_back(empty_search_path);
  statements.push_back(show_role);
  leave_role_for_everybody(connection, connection.queries(statements));
  if (purpose == Purpose::restore && connection.server().major() >= 17) connection.execute(without_event_triggers);
  return connection;
}

void prepare_session(Connection& connection, const SessionSettings& settings) {
  set_encoding(connection, settings.encoding);
  run_with_setting_queries(connection, setting_statements(connection, settings), settings);
}

bool is_standby(Connection& connection) {
  // Since 14 the server says so by itself.
  if (const std::string reported = connection.parameter("in_hot_standby"); !reported.empty()) return reported == "on";
  return connection.query("SELECT pg_catalog.pg_is_in_recovery()").row(0).at(0).flag();
}

std::string begin_snapshot(Connection& connection, const SnapshotOptions& snapshot) {
  const std::vector<Result> results = connection.queries(snapshot_statements(snapshot));
  return snapshot.imported.empty() ? results.back().row(0).at(0).str() : snapshot.imported;
}

std::string begin_session(Connection& connection, const SessionSettings& settings, const SnapshotOptions& snapshot) {
  set_encoding(connection, settings.encoding);
  std::vector<std::string> statements = setting_statements(connection, settings);
  std::ranges::move(snapshot_statements(snapshot), std::back_inserter(statements));
  const std::size_t pinned = statements.size() - 1;
  const std::vector<Result> results = run_with_setting_queries(connection, std::move(statements), settings);
  return snapshot.imported.empty() ? results[pinned].row(0).at(0).str() : snapshot.imported;
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
