// Gathers small writes into blocks, so that a codec or a system call is not paid for row by row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace pgdumpcore::io {

/// The size in which bytes are handed to codecs and to the operating system.
inline constexpr std::size_t block_size = std::size_t{128} * 1024;

/// Every block it hands on has 1 to block_size bytes; only flush() hands on one that is not full.
/// A write of a whole block or more into the empty buffer is handed on without being copied.
class BlockBuffer {
 public:
  template <typename Consume>
  void add(std::span<const std::byte> bytes, Consume&& consume) {
    while (!bytes.empty()) {
      if (held_.empty() && bytes.size() >= block_size) {
        consume(bytes.first(block_size));
        bytes = bytes.subspan(block_size);
        continue;
      }
      // Many streams are short: the whole block is not taken before it is needed.
      if (held_.size() + bytes.size() > held_.capacity() && held_.capacity() >= small_size) held_.reserve(block_size);
      const std::size_t taken = std::min(bytes.size(), block_size - held_.size());
      held_.insert(held_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
      bytes = bytes.subspan(taken);
      if (held_.size() == block_size) flush(consume);
    }
  }

  template <typename Consume>
  void flush(Consume&& consume) {
    if (held_.empty()) return;
    consume(std::span<const std::byte>(held_));
    held_.clear();
  }

  /// What is not handed on yet.
  [[nodiscard]] std::span<const std::byte> held() const { return held_; }

 private:
  static constexpr std::size_t small_size = std::size_t{16} * 1024;

  std::vector<std::byte> held_{};
};

}  // namespace pgdumpcore::io
