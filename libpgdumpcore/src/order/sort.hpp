// The order of a dump: by rank, schema and name, and then as dependencies demand.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/store.hpp"

#include <span>
#include <vector>

namespace pgdumpcore::order {

// All objects of the store, each after everything it depends on, and otherwise as close as possible to the order by
// rank, schema and name. Opens dependency loops through the kinds' break_loop(); what none of them can open is broken
// at its first edge, with a notice in the store.
[[nodiscard]] std::vector<catalog::Object*> dump_order(catalog::Store& store,
                                                       const std::vector<catalog::DumpRank>& dump_ranks,
                                                       std::span<const catalog::Kind* const> loop_breakers);

}  // namespace pgdumpcore::order
