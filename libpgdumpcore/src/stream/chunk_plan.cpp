#include "stream/chunk_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::stream {

namespace {

// Servers may be built with others; then chunks are larger or smaller than meant.
constexpr std::uint64_t page_size = 8192;

constexpr std::uint64_t divided(std::uint64_t amount, std::uint64_t by) {
  return (amount + by - 1) / by;
}

}  // namespace

ChunkPlan::ChunkPlan(const TableSize& size, std::uint64_t weight) : weight_(size.total()) {
  const std::uint64_t pages = divided(size.heap, page_size);
  if (!size.ordinary || pages == 0) return;
  const std::uint64_t wanted = std::clamp<std::uint64_t>(divided(size.total(), weight), 1, pages);
  pages_ = divided(pages, wanted);
  count_ = divided(pages, pages_);
  weight_ = size.total() / count_;
}

std::string ChunkPlan::condition(std::uint64_t chunk) const {
  if (count_ == 1) return {};
  const std::uint64_t from = chunk * pages_;
  if (chunk + 1 == count_) return fmt::format("ctid >= '({},0)'::pg_catalog.tid", from);
  return fmt::format("ctid >= '({},0)'::pg_catalog.tid AND ctid < '({},0)'::pg_catalog.tid", from, from + pages_);
}

}  // namespace pgdumpcore::stream
