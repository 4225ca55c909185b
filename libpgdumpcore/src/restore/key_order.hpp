// Which rows have to be loaded before which others where the database has the foreign keys already.
#pragma once

#include "archive/script.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/restore.hpp>

#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

// What each entry waits for, by identifiers.
using WaitsFor = std::unordered_map<int, std::vector<int>>;

struct KeyOrder {
  WaitsFor waits{};
  std::vector<std::size_t> circular{};  // positions of those that refer to each other in a circle: no order suits them
};

// One row of a table refers to a row of another: positions in a list of entries.
using Reference = std::pair<std::size_t, std::size_t>;

// Rows wait for those that they refer to. Tables that refer to each other in a circle wait in their order.
//   ids: of the entries, in the archive's order
[[nodiscard]] KeyOrder ordered_by_references(std::span<const int> ids, const std::vector<Reference>& references);

// Among the entries with rows of tables for which `is_loaded_into` holds, by the foreign keys that the server has.
// Warns of tables that refer to each other in a circle, unless their triggers will be disabled.
[[nodiscard]] WaitsFor waits_of_foreign_keys(TargetSession& session, std::span<const archive::Wanted> wanted,
                                             const RestoreOptions& options,
                                             const std::function<bool(const archive::Entry&)>& is_loaded_into);

// The same order for one session: the entries with rows change places among themselves.
void order_rows_by_foreign_keys(std::vector<archive::Wanted>& wanted, const WaitsFor& waits);

}  // namespace pgdumpcore::restoring
