// Dependency loops: finding them and having them opened.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/store.hpp"

#include <vector>

namespace pgdumpcore::order {

// Finds loops among `stuck` (objects a topological sort could not place) and opens each it finds, at least one.
// `shelves` gives the order in which the kinds of a loop are asked.
void open_loops(catalog::Store& store, const std::vector<catalog::Object*>& stuck,
                const std::vector<catalog::Shelf>& shelves);

}  // namespace pgdumpcore::order
