// A table's rows in ranges of its pages, which can be read apart and one after the other give the whole.
#pragma once

#include "stream/table_sizes.hpp"

#include <cstdint>
#include <string>

namespace pgdumpcore::stream {

// The oldest major that reads a range of pages without reading the others too (TID range scan).
inline constexpr int first_major_with_ranges = 14;

class ChunkPlan {
 public:
  // A single one, of that weight.
  explicit ChunkPlan(std::uint64_t weight) : weight_(weight) {}
  // Chunks of about `weight` bytes, the values stored apart counted in; one if the table is no heap.
  ChunkPlan(const TableSize& size, std::uint64_t weight);

  [[nodiscard]] std::uint64_t count() const { return count_; }

  // The condition on ctid for a chunk, counted from 0. The last range is open: what was added behind it meanwhile the
  // snapshot does not see, and a size that was wrong would lose rows. Empty if there is one chunk only.
  [[nodiscard]] std::string condition(std::uint64_t chunk) const;

  // About how many bytes a chunk is.
  [[nodiscard]] std::uint64_t weight() const { return weight_; }

 private:
  std::uint64_t pages_ = 0;  // of each chunk but the last
  std::uint64_t count_ = 1;
  std::uint64_t weight_ = 0;
};

}  // namespace pgdumpcore::stream
