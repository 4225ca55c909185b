// A file whose bytes can be read at any offset.
#pragma once

#include "io/descriptor.hpp"
#include "io/source.hpp"

#include <pgdumpcore/files.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::io {

/// A regular file, read at offsets that count from `start`. Any number of threads may read at the same time.
class RandomAccessFile final : public RandomAccess {
 public:
  /// The descriptor stays the caller's and must stay open as long as this. `name` is for messages: `file "x"`.
  RandomAccessFile(int descriptor, std::uint64_t start, std::string name);
  /// Closes the descriptor in the end.
  RandomAccessFile(Descriptor descriptor, std::string name);

  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const override;
  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  Descriptor owned_{};
  int descriptor_;
  std::uint64_t start_;
  std::uint64_t size_;
  std::string name_;
};

/// Opens a regular file; nullptr: there is none. `directory` may be AT_FDCWD. Throws Error: io, or data if it is
/// something else than a regular file, which might have no end.
[[nodiscard]] std::shared_ptr<const RandomAccess> open_regular_file(int directory, const std::string& path,
                                                                    const std::string& name);

/// The file at a path, if that is a regular file; nullptr: it is anything else, or nothing. Throws Error (io) if it
/// cannot be opened.
[[nodiscard]] std::shared_ptr<const RandomAccess> regular_file(const std::string& path);

/// What a descriptor stands at, from its place on; nullptr if that can be read only once, as a pipe can. The descriptor
/// stays the caller's. Throws Error (io).
[[nodiscard]] std::shared_ptr<const RandomAccess> seekable_file(int descriptor, const std::string& name);

/// Bytes in memory as a file.
[[nodiscard]] std::shared_ptr<const RandomAccess> memory_file(std::shared_ptr<const std::string> bytes,
                                                              std::string name);
[[nodiscard]] std::shared_ptr<const RandomAccess> memory_file(std::string bytes, std::string name);

/// All bytes, from first to last.
[[nodiscard]] std::unique_ptr<Source> whole_source(std::shared_ptr<const RandomAccess> file);

/// The bytes from `begin` up to, not including, `end`, or up to the file's end if that comes first.
[[nodiscard]] std::unique_ptr<Source> section_source(std::shared_ptr<const RandomAccess> file, std::uint64_t begin,
                                                     std::uint64_t end);

}  // namespace pgdumpcore::io
