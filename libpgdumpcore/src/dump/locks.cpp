#include "dump/locks.hpp"

#include "catalog/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::dumping {

namespace {

// Keeps statements to some tens of kB.
constexpr std::size_t tables_per_statement = 500;

constexpr std::string_view query_canceled = "57014";

// pg_relation_filenode looks at the catalog as it is now, the query at the snapshot's.
constexpr std::string_view replaced_query = R"(
  SELECT n.nspname || '.' || c.relname
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
   WHERE c.oid = ANY ('%OIDS%'::pg_catalog.oid[])
     AND c.relfilenode <> 0
     AND pg_catalog.pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode
   ORDER BY 1 LIMIT 1)";

}  // namespace

std::optional<std::string> lock_tables(pg::Connection& connection, std::span<catalog::Object* const> tables,
                                       const pg::IdentifierQuoter& quote, const std::string& wait) {
  if (tables.empty()) return std::nullopt;
  std::vector<std::string> statements;
  if (!wait.empty()) statements.push_back("SET statement_timeout = " + pg::quote_literal(wait));
  for (std::size_t start = 0; start < tables.size(); start += tables_per_statement) {
    std::string sql = "LOCK TABLE ";
    const auto batch = tables.subspan(start, std::min(tables_per_statement, tables.size() - start));
    for (const catalog::Object* table : batch) {
      if (table != batch.front()) sql += ", ";
      sql += quote.qualified(catalog::schema_name(*table), table->name);
    }
    statements.push_back(std::move(sql) + " IN ACCESS SHARE MODE");
  }
  if (!wait.empty()) statements.emplace_back("SET statement_timeout = 0");
  statements.push_back(catalog::with_oids(replaced_query, tables));
  std::vector<pg::Result> results;
  try {
    results = connection.queries(statements);
  } catch (Error& error) {
    if (!wait.empty() && error.sqlstate() == query_canceled && error.hint().empty())
      error.hint(
          "Another session held a lock on one of the tables all the time; pg_locks shows which, or try again "
          "with a longer --lock-wait-timeout.");
    throw;
  }
  const pg::Result replaced = std::move(results.back());
  if (replaced.rows() == 0) return std::nullopt;
  return replaced.row(0).at(0).str();
}

}  // namespace pgdumpcore::dumping
