// ALTER TABLE … ATTACH PARTITION.
#pragma once

#include "catalog/renderer.hpp"

#include <string>
#include <vector>

namespace pgdumpcore::kinds {

// Partitions are made as tables of their own and attached afterwards: their columns may be in another order, and they
// can be restored without their parent. An object of its own since 14; before, the command stands with the table.
extern const catalog::Kind table_attach;

[[nodiscard]] std::string attach_partition(const catalog::Renderer& renderer, const catalog::Object& partition);

// The partitioned tables that a partition belongs to, the nearest first; none for other tables. What changes one of its
// partitions side by side with others may lock them all, so that restores do such changes one after the other.
[[nodiscard]] std::vector<const catalog::Object*> partitioned_above(const catalog::Object& child);

// The partitions and the children of a table, and theirs. What reaches them when it is made for the table itself has to
// wait for their rows: a trigger would change them, a condition that was never validated refuse them.
[[nodiscard]] std::vector<const catalog::Object*> tables_below(const catalog::Object& parent);

}  // namespace pgdumpcore::kinds
