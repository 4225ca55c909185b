#include "backup/check_database.hpp"

#include "backup/check_rows.hpp"
#include "base/some_of.hpp"
#include "pg/session.hpp"
#include "base/plural.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::backups {

namespace {

constexpr std::chrono::seconds time_for_rows{20};  // of each database

// What a dump reads or locks: no system schema, no other session's temporary tables, and of extensions the
// configuration tables alone.
constexpr std::string_view relations = R"(
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND (NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                     WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                       AND d.deptype = 'e')
        OR EXISTS (SELECT FROM pg_catalog.pg_extension AS e WHERE c.oid = ANY (e.extconfig))))";

constexpr std::string_view unreadable = R"(
   AND c.relkind IN ('r', 'p', 'S')
   AND NOT (pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            AND CASE WHEN c.relkind = 'S' THEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT')
                     ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END)
 ORDER BY 1)";

constexpr std::string_view filtered = R"(
   AND c.relrowsecurity AND pg_catalog.row_security_active(c.oid)
 ORDER BY 1)";

constexpr std::string_view unlogged = R"(
   AND c.relkind = 'r' AND c.relpersistence = 'u'
 ORDER BY 1)";

constexpr std::string_view large_objects = R"(
  SELECT l.oid
    FROM pg_catalog.pg_largeobject_metadata AS l
   WHERE NOT pg_catalog.pg_has_role(l.lomowner, 'USAGE')
     AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(l.lomacl) AS a
                      WHERE a.privilege_type = 'SELECT'
                        AND (a.grantee = 0 OR pg_catalog.pg_has_role(a.grantee, 'USAGE')))
   ORDER BY l.oid)";

constexpr std::string_view locks = R"(
  SELECT pg_catalog.count(*) FILTER (WHERE c.relkind IN ('r', 'p')) AS needed,
         pg_catalog.current_setting('max_locks_per_transaction')::pg_catalog.int8 AS per_transaction,
         pg_catalog.current_setting('max_connections')::pg_catalog.int8 +
           pg_catalog.current_setting('max_prepared_transactions')::pg_catalog.int8 AS transactions,
         COALESCE(pg_catalog.current_setting('autovacuum_worker_slots', true),
                  pg_catalog.current_setting('autovacuum_max_workers'))::pg_catalog.int8 +
           pg_catalog.current_setting('max_worker_processes')::pg_catalog.int8 +
           pg_catalog.current_setting('max_wal_senders')::pg_catalog.int8 + 1 AS other_processes)";

std::vector<std::string> names(pg::Connection& connection, const std::string& sql) {
  std::vector<std::string> found;
  const pg::Result rows = connection.query(sql);
  for (const pg::Row row : rows) found.push_back(row.at(0).str());
  return found;
}

Answer answer_on(const std::string& question, const std::vector<std::string>& objects, const std::string& good,
                 const std::string& trouble, const std::string& hint) {
  if (objects.empty()) return {.question = question, .message = good};
  return {.question = question,
          .verdict = Verdict::failure,
          .message = fmt::format("{}: {}", trouble, some_of(objects)),
          .hint = hint,
          .objects = objects};
}

std::string relation_names(std::string_view condition) {
  return fmt::format("SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname){}{}",
                     relations, condition);
}

Answer check_tables(pg::Connection& connection) {
  return answer_on("tables", names(connection, relation_names(unreadable)), "every table and sequence may be read",
                   "some tables or sequences may not be read",
                   connection.server().major() >= 14
                       ? fmt::format("GRANT pg_read_all_data TO {}; or leave the database out.", connection.user())
                       : "Grant USAGE on the schemas and SELECT on what is named, or leave the database out.");
}

// Their files on a standby are empty.
Answer check_unlogged(pg::Connection& connection) {
  const std::vector<std::string> tables = names(connection, relation_names(unlogged));
  if (tables.empty()) return {.question = "standby", .message = "no table is unlogged"};
  return {.question = "standby",
          .verdict = Verdict::warning,
          .message = "rows of unlogged tables cannot be read on a standby, and are left out: " + some_of(tables),
          .hint = "Back up the primary if they are needed.",
          .objects = tables};
}

Answer check_row_security(pg::Connection& connection) {
  return answer_on("row_security", names(connection, relation_names(filtered)),
                   "no row-level security hides rows from this user",
                   "row-level security would hide rows of some tables",
                   fmt::format("ALTER ROLE {} BYPASSRLS; or back up as the tables' owner.", connection.user()));
}

Answer check_large_objects(pg::Connection& connection) {
  std::vector<std::string> candidates;
  const bool sees_all = connection
                            .query(R"(
    SELECT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER)
           OR pg_catalog.current_setting('lo_compat_privileges')::pg_catalog.bool)")
                            .row(0)
                            .at(0)
                            .flag();
  if (!sees_all) candidates = names(connection, std::string(large_objects));
  // Rights to all of them come in more ways than one can look up; a look at the first one tells.
  if (!candidates.empty()) {
    connection.execute("SAVEPOINT large_object");
    if (!connection.try_execute(fmt::format("SELECT pg_catalog.lo_get({}, 0, 1)", candidates.front())))
      candidates.clear();
    connection.execute("ROLLBACK TO SAVEPOINT large_object");
  }
  return answer_on("large_objects", candidates, "every large object may be read", "some large objects may not be read",
                   "GRANT SELECT ON LARGE OBJECT for those named, or back up as a superuser.");
}

Answer check_locks(pg::Connection& connection) {
  const pg::Result result = connection.query(fmt::format("{}{}", locks, relations));
  const pg::Row row = result.row(0);
  const std::int64_t needed = row["needed"].integer();
  const std::int64_t transactions = row["transactions"].integer();
  const std::int64_t available = row["per_transaction"].integer() * transactions;
  // Connections are what the setting is documented for; the server has room for its own processes, too, which seldom
  // need it.
  const std::int64_t at_most = available + row["per_transaction"].integer() * row["other_processes"].integer();
  Answer answer{.question = "locks",
                .message = fmt::format("{} to lock, and room for {} on the server", counted(needed, "table"),
                                       counted(available, "lock"))};
  // Other sessions hold locks too.
  if (needed * 10 <= available * 9) return answer;
  answer.verdict = needed <= at_most ? Verdict::warning : Verdict::failure;
  if (answer.verdict == Verdict::warning)
    answer.message += fmt::format(", or {} while its own processes hold few", at_most);
  answer.hint = fmt::format("Set max_locks_per_transaction to {} or more, and restart the server.",
                            needed * 2 / std::max<std::int64_t>(transactions, 1) + 1);
  return answer;
}

}  // namespace

void check_database(pg::Connection& connection, const std::function<void(Answer)>& give) {
  give(check_tables(connection));
  if (pg::is_standby(connection)) give(check_unlogged(connection));
  give(check_row_security(connection));
  give(check_large_objects(connection));
  give(check_locks(connection));
  give(check_rows(connection, time_for_rows));
}

}  // namespace pgdumpcore::backups
