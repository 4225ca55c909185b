#include "backup/check_rows.hpp"

#include "base/some_of.hpp"
#include "pg/sqlstate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::backups {

namespace {

using namespace std::chrono_literals;

// Values of that size are stored apart from their rows, compressed to no less than a 255th: 500 MB of bytea to 2 MB.
// The sizes that are added up are in the rows themselves, so that no value is read: of bytea twice its length, as its
// text has two digits for a byte. Of types other than text only the stored size is known.
constexpr std::string_view candidates = R"(
  SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name,
         pg_catalog.string_agg(
           CASE WHEN a.atttypid = 'pg_catalog.bytea'::pg_catalog.regtype
                THEN pg_catalog.format('2 * COALESCE(pg_catalog.octet_length(%I), 0)::pg_catalog.int8', a.attname)
                WHEN a.atttypid IN ('pg_catalog.text'::pg_catalog.regtype, 'pg_catalog.varchar'::pg_catalog.regtype)
                THEN pg_catalog.format('COALESCE(pg_catalog.octet_length(%I), 0)::pg_catalog.int8', a.attname)
                ELSE pg_catalog.format('COALESCE(pg_catalog.pg_column_size(%I), 0)::pg_catalog.int8', a.attname) END,
           ' + ') AS size
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
   WHERE c.relkind = 'r' AND c.reltoastrelid <> 0 AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     AND a.attnum > 0 AND NOT a.attisdropped AND a.attlen = -1 AND a.attgenerated = ''
     AND pg_catalog.pg_relation_size(c.reltoastrelid) >= 1500000
   GROUP BY n.nspname, c.relname, c.reltoastrelid
   ORDER BY pg_catalog.pg_relation_size(c.reltoastrelid) DESC, 1)";

// With some room for what COPY escapes.
constexpr std::int64_t largest_row = 1'000'000'000;

// nullopt: the time is over, or the user may not read the table, which another question is about.
std::optional<bool> has_large_row(pg::Connection& connection, const std::string& table, const std::string& size,
                                  std::chrono::milliseconds time) {
  connection.execute("SAVEPOINT large_rows");
  connection.execute(fmt::format("SET LOCAL statement_timeout = {}", std::max<std::int64_t>(time.count(), 1)));
  std::optional<bool> found;
  try {
    const std::string sql = fmt::format("SELECT EXISTS (SELECT FROM ONLY {} WHERE {} >= {})", table, size, largest_row);
    found = connection.query(sql).row(0).at(0).flag();
  } catch (const Error& error) {
    if (error.sqlstate() != pg::sqlstate::query_canceled && error.fault() != Fault::permission) throw;
    if (error.fault() == Fault::permission) found = false;
  }
  connection.execute("ROLLBACK TO SAVEPOINT large_rows");
  return found;
}

}  // namespace

Answer check_rows(pg::Connection& connection, std::chrono::milliseconds at_most) {
  const auto end = std::chrono::steady_clock::now() + at_most;
  std::vector<std::string> found, not_looked_through;
  const pg::Result tables = connection.query(std::string(candidates));
  for (const pg::Row row : tables) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    const std::string name = row["name"].str();
    const std::optional<bool> has =
        left > 0ms ? has_large_row(connection, name, row["size"].str(), left) : std::nullopt;
    if (!has)
      not_looked_through.push_back(name);
    else if (*has)
      found.push_back(name);
  }
  if (!found.empty())
    return {.question = "rows",
            .verdict = Verdict::failure,
            .message = "some tables have rows of about 1 GB or more as text, which cannot be read: " + some_of(found),
            .hint = "bytea takes twice its size. Make such values smaller, or move them into large objects.",
            .objects = found};
  Answer answer{.question = "rows", .message = "no row is too large to be read as text"};
  if (!not_looked_through.empty())
    answer.message = fmt::format("no row of 1 GB or more was found; there was no time to look through {}",
                                 some_of(not_looked_through));
  return answer;
}

}  // namespace pgdumpcore::backups
