// ALTER TABLE … ATTACH PARTITION.
#pragma once

#include "catalog/renderer.hpp"

#include <string>

namespace pgdumpcore::kinds {

// Partitions are made as tables of their own and attached afterwards: their columns may be in another order, and they
// can be restored without their parent. An object of its own since 14; before, the command stands with the table.
extern const catalog::Kind table_attach;

[[nodiscard]] std::string attach_partition(const catalog::Renderer& renderer, const catalog::Object& partition);

}  // namespace pgdumpcore::kinds
