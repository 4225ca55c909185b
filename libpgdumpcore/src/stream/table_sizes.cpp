#include "stream/table_sizes.hpp"

#include <fmt/format.h>

namespace pgdumpcore::stream {

namespace {

// 2 is the access method heap.
constexpr const char* sizes_query = R"(
  SELECT c.oid, pg_catalog.pg_relation_size(c.oid) AS heap,
         CASE WHEN c.reltoastrelid <> 0 THEN pg_catalog.pg_relation_size(c.reltoastrelid) END AS toast,
         c.relam = 2 AS ordinary
    FROM pg_catalog.pg_class AS c
   WHERE c.oid = ANY ('{{{}}}'::pg_catalog.oid[]))";

}  // namespace

std::unordered_map<pg::Oid, TableSize> table_sizes(pg::Connection& connection, std::span<const pg::Oid> tables) {
  std::unordered_map<pg::Oid, TableSize> sizes;
  if (tables.empty()) return sizes;
  const pg::Result rows = connection.query(fmt::format(fmt::runtime(sizes_query), fmt::join(tables, ",")));
  for (const pg::Row row : rows)
    sizes[row["oid"].oid()] = {.heap = static_cast<std::uint64_t>(row["heap"].integer()),
                               .toast = static_cast<std::uint64_t>(row["toast"].integer()),
                               .ordinary = row["ordinary"].flag()};
  return sizes;
}

}  // namespace pgdumpcore::stream
