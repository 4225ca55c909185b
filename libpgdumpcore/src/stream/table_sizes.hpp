// How large tables are on the server's disk.
#pragma once

#include "pg/connection.hpp"

#include <cstdint>
#include <span>
#include <unordered_map>

namespace pgdumpcore::stream {

struct TableSize {
  std::uint64_t heap = 0;   // bytes of the table's own file
  std::uint64_t toast = 0;  // bytes of the values that are stored apart
  bool ordinary = false;    // of PostgreSQL's own access method, whose pages are what they seem

  // Nothing the snapshot could see, provided that the size was taken under a lock.
  [[nodiscard]] bool surely_empty() const { return ordinary && heap == 0; }
  [[nodiscard]] std::uint64_t total() const { return heap + toast; }
};

// As they are now: to be asked for when the tables are locked. What the server does not know is left out.
[[nodiscard]] std::unordered_map<pg::Oid, TableSize> table_sizes(pg::Connection& connection,
                                                                 std::span<const pg::Oid> tables);

}  // namespace pgdumpcore::stream
