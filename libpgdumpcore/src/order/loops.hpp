// Dependency loops: finding them and having them opened.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/store.hpp"

#include <span>
#include <vector>

namespace pgdumpcore::order {

// Finds loops among `stuck` (objects a topological sort could not place) and opens each it finds, at least one.
//   asked: kinds that can open a loop, in the order they are asked
void break_loops(catalog::Store& store, const std::vector<catalog::Object*>& stuck,
                 std::span<const catalog::Kind* const> asked);

}  // namespace pgdumpcore::order
