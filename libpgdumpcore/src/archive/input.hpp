// The bytes of an archive, with the offset that every complaint about them names.
#pragma once

#include "io/random_access.hpp"
#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::archive {

// Read from front to back by one thread. Reading beyond the end is an Error (data).
class ArchiveInput {
 public:
  // From `offset` on; what is passed over is not read.
  explicit ArchiveInput(std::shared_ptr<const RandomAccess> file, std::uint64_t offset = 0);
  // `name` is for messages: `file "x"`.
  ArchiveInput(std::unique_ptr<io::Source> source, std::string name);

  // Where the next byte stands.
  [[nodiscard]] std::uint64_t offset() const { return offset_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  // The next bytes, at most `wanted` (up to 4096) and fewer at the end, without passing them.
  [[nodiscard]] std::span<const std::byte> peek(std::size_t wanted);
  // At least one byte, unless the buffer is empty or this is the end.
  [[nodiscard]] std::size_t read_some(std::span<std::byte> buffer);
  void read(std::span<std::byte> buffer);
  void skip(std::uint64_t count);

  // The encodings of an archive: a sign and four bytes; a length and bytes, where the length -1 is no string at all.
  [[nodiscard]] std::byte read_byte();
  [[nodiscard]] std::int64_t read_wide_int();  // of 32 bits, signed or not: object identifiers look negative
  [[nodiscard]] int read_int();
  [[nodiscard]] std::optional<std::string> read_string();

  // Error (data) about what stands at `offset`, or at the place where reading is.
  [[nodiscard]] Error damaged(std::string_view what) const { return damaged(what, offset_); }
  [[nodiscard]] Error damaged(std::string_view what, std::uint64_t offset) const;
  [[nodiscard]] Error cut_off() const;

 private:
  void fill(std::size_t wanted);

  std::shared_ptr<const RandomAccess> file_{};
  std::unique_ptr<io::Source> source_{};
  std::string name_;
  std::uint64_t offset_;
  std::vector<std::byte> buffer_;
  std::span<const std::byte> held_{};  // what of buffer_ is still to be given out
};

}  // namespace pgdumpcore::archive
