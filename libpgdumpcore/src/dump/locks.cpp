#include "dump/locks.hpp"

#include "catalog/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::dumping {

namespace {

// Short enough for a statement of some tens of kB, long enough that 20,000 tables take 40 round trips.
constexpr std::size_t tables_per_statement = 500;

// pg_relation_filenode looks at the catalog as it is now, the query at the snapshot's.
constexpr std::string_view replaced_query = R"(
  SELECT n.nspname || '.' || c.relname
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
   WHERE c.oid = ANY ('%OIDS%'::pg_catalog.oid[])
     AND c.relfilenode <> 0
     AND pg_catalog.pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode
   ORDER BY 1 LIMIT 1)";

}  // namespace

void lock_tables(pg::Connection& connection, std::span<catalog::Object* const> tables,
                 const pg::IdentifierQuoter& quote, const std::string& wait) {
  if (!wait.empty()) connection.execute("SET statement_timeout = " + pg::quote_literal(wait));
  for (std::size_t start = 0; start < tables.size(); start += tables_per_statement) {
    std::string sql = "LOCK TABLE ";
    const auto batch = tables.subspan(start, std::min(tables_per_statement, tables.size() - start));
    for (const catalog::Object* table : batch) {
      if (table != batch.front()) sql += ", ";
      sql += quote.qualified(catalog::schema_name(*table), table->name);
    }
    connection.execute(sql + " IN ACCESS SHARE MODE");
  }
  if (!wait.empty()) connection.execute("SET statement_timeout = 0");
}

std::optional<std::string> replaced_table(pg::Connection& connection, std::span<catalog::Object* const> tables) {
  if (tables.empty()) return std::nullopt;
  const pg::Result rows = connection.query(catalog::with_oids(replaced_query, tables));
  if (rows.rows() == 0) return std::nullopt;
  return rows.row(0).at(0).str();
}

}  // namespace pgdumpcore::dumping
