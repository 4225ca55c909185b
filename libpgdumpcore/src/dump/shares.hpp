// How work is cut into shares for several connections.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace pgdumpcore::dumping {

// A share is read at once and becomes one part of the output. Large enough that starting it costs nothing and its
// compression loses nothing; small enough that those who are ahead can hold it in memory, and that all connections
// come to the end at about the same time.
inline constexpr std::uint64_t smallest_share = std::uint64_t{512} * 1024;
inline constexpr std::uint64_t largest_share = std::uint64_t{16} * 1024 * 1024;

// Of an ordered output, for each connection.
inline constexpr std::size_t buffer_limit_per_job = std::size_t{16} * 1024 * 1024;

inline constexpr std::size_t large_objects_per_share = 1000;

// Where one connection reads all: so many that a round trip more does not matter beside them, and few enough that what
// is known of them takes no memory worth mentioning.
inline constexpr std::size_t tables_per_share = 1000;

[[nodiscard]] constexpr std::uint64_t share_of(std::uint64_t total, int jobs) {
  constexpr std::uint64_t shares_per_job = 4;
  return std::clamp(total / (shares_per_job * static_cast<std::uint64_t>(jobs)), smallest_share, largest_share);
}

}  // namespace pgdumpcore::dumping
