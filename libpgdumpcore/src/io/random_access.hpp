// A file whose bytes can be read at any offset.
#pragma once

#include "io/descriptor.hpp"
#include "io/source.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::io {

/// A regular file, read at offsets that count from `start`. Any number of threads may read at the same time.
class RandomAccessFile {
 public:
  /// The descriptor stays the caller's and must stay open as long as this. `name` is for messages: `file "x"`.
  RandomAccessFile(int descriptor, std::uint64_t start, std::string name);
  /// Closes the descriptor in the end.
  RandomAccessFile(Descriptor descriptor, std::string name);

  /// Fills the buffer as far as the file goes: 0 at its end and behind it. Throws Error (io).
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const;
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Descriptor owned_{};
  int descriptor_;
  std::uint64_t start_;
  std::uint64_t size_;
  std::string name_;
};

/// The bytes from `begin` up to, not including, `end`, or up to the file's end if that comes first.
[[nodiscard]] std::unique_ptr<Source> section_source(std::shared_ptr<const RandomAccessFile> file, std::uint64_t begin,
                                                     std::uint64_t end);

}  // namespace pgdumpcore::io
