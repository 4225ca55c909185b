#include "dump/locks.hpp"

#include "base/some_of.hpp"
#include "catalog/reader.hpp"
#include "pg/sqlstate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace pgdumpcore::dumping {

namespace {

// Keeps statements to some tens of kB.
constexpr std::size_t tables_per_statement = 500;

// pg_relation_filenode looks at the catalog as it is now, the query at the snapshot's.
constexpr std::string_view replaced_query = R"(
  SELECT n.nspname || '.' || c.relname
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
   WHERE c.oid = ANY ('%OIDS%'::pg_catalog.oid[])
     AND c.relfilenode <> 0
     AND pg_catalog.pg_relation_filenode(c.oid) IS DISTINCT FROM c.relfilenode
   ORDER BY 1 LIMIT 1)";

using Names = std::vector<std::string>;

std::string lock_statement(const std::string& tables) {
  return fmt::format("LOCK TABLE {} IN ACCESS SHARE MODE", tables);
}

std::vector<Names> batches_of(std::span<catalog::Object* const> tables, const pg::IdentifierQuoter& quote) {
  std::vector<Names> batches;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i % tables_per_statement == 0) batches.emplace_back();
    batches.back().push_back(quote.qualified(catalog::schema_name(*tables[i]), tables[i]->name));
  }
  return batches;
}

// A message names some of the tables, the error's statement() all of them.
void shorten(Error& error, std::span<const Names> batches) {
  for (const Names& batch : batches) {
    const std::string whole = lock_statement(fmt::format("{}", fmt::join(batch, ", ")));
    if (error.statement() != whole) continue;
    std::string detail = error.detail();
    if (const std::size_t at = detail.find(whole); at != std::string::npos)
      error.detail(detail.replace(at, whole.size(), lock_statement(some_of(batch))));
  }
}

}  // namespace

std::optional<std::string> lock_tables(pg::Connection& connection, std::span<catalog::Object* const> tables,
                                       const pg::IdentifierQuoter& quote, const std::string& wait) {
  if (tables.empty()) return std::nullopt;
  const std::vector<Names> batches = batches_of(tables, quote);
  std::vector<std::string> statements;
  if (!wait.empty()) statements.push_back("SET statement_timeout = " + pg::quote_literal(wait));
  for (const Names& batch : batches) statements.push_back(lock_statement(fmt::format("{}", fmt::join(batch, ", "))));
  if (!wait.empty()) statements.emplace_back("SET statement_timeout = 0");
  statements.push_back(catalog::with_oids(replaced_query, tables));
  std::vector<pg::Result> results;
  try {
    results = connection.queries(statements);
  } catch (Error& error) {
    shorten(error, batches);
    if (!wait.empty() && error.sqlstate() == pg::sqlstate::query_canceled && error.hint().empty())
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
