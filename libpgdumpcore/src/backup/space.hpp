// Whether a set will fit, before its first byte.
#pragma once

#include "backup/cluster.hpp"
#include "sets/known_sets.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <span>

namespace pgdumpcore::backups {

enum class SpaceVerdict { enough, tight, too_little };

// The last complete set of the series is the best estimate. Databases may have shrunk since, so only what is clearly
// too little is called so: less than half of it, and less than the databases have on the server's disk. Without such a
// set the databases' sizes are a guess: indexes are not dumped, rows are compressed.
//   last: what these databases had in the last set; 0: there is none
//   on_server: what they have on the server's disk, or more
[[nodiscard]] SpaceVerdict judge_space(std::uint64_t free, std::uint64_t last, std::uint64_t on_server);

// Throws Error (io) if the free space is too little, and warns if it may be.
//   last: the last complete set of the series; nullptr: there is none
void check_free_space(const storage::Store& store, std::span<const ServerDatabase> databases,
                      const sets::KnownSet* last, const LogCallback& log);

}  // namespace pgdumpcore::backups
