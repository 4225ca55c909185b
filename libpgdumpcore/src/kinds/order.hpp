// The list of ranks: every kind of object there is, in the order they are dumped.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/reader.hpp"

#include <span>

namespace pgdumpcore::kinds {

// Position is rank and section. Some majors keep large objects in another place.
[[nodiscard]] std::vector<catalog::DumpRank> dump_ranks(int major);

// Kinds and parts that find objects before the locks are taken: schemas, extensions, relations.
[[nodiscard]] std::span<const catalog::Kind* const> found_before_locking();
// Those that are read under the locks, in this order.
[[nodiscard]] std::span<const catalog::Kind* const> found_under_locks();

// Kinds that can open a dependency loop, in the order they are asked: what is cheapest to take apart comes first, so
// that a view gives way (a dummy view costs nothing) before a function or a check leaves its section.
[[nodiscard]] std::span<const catalog::Kind* const> loop_breakers();

}  // namespace pgdumpcore::kinds
