#include "stream/table_sizes.hpp"

#include <fmt/format.h>

namespace pgdumpcore::stream {

namespace {

// 2 is the access method heap. Looking at a file costs, and an empty table's TOAST matters to nobody.
constexpr const char* sizes_query = R"(
  SELECT oid, heap, CASE WHEN heap > 0 AND reltoastrelid <> 0 THEN pg_catalog.pg_relation_size(reltoastrelid) END AS toast,
         relam = 2 AS ordinary
    FROM (SELECT c.oid, pg_catalog.pg_relation_size(c.oid) AS heap, c.reltoastrelid, c.relam
            FROM pg_catalog.pg_class AS c
           WHERE c.oid = ANY ('{{{}}}'::pg_catalog.oid[])
          OFFSET 0) AS sized)";

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
