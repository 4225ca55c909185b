// How many rows a dump would read, without reading them.
#pragma once

#include "dump/catalog_snapshot.hpp"
#include "dump/entries.hpp"
#include "pg/connection.hpp"

#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore::dumping {

struct RowCount {
  std::string schema{};
  std::string name{};
  std::optional<std::uint64_t> rows{};  // nullopt: there are no statistics to estimate them by
};

// Exact, in the connection's snapshot; or what the statistics of each table and its size now let expect, for which no
// table is read.
enum class Counting { exact, estimated };

// Of each table whose rows are among the entries, in their order. The tables are locked. Errors name the table.
[[nodiscard]] std::vector<RowCount> count_rows(pg::Connection& connection, const Entries& entries,
                                               const CatalogSnapshot& reading, Counting counting,
                                               const ProgressCallback& on_progress);

}  // namespace pgdumpcore::dumping
