// Reading archives: the table of contents, and each entry's data.
#pragma once

#include "archive/toc.hpp"
#include "io/source.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::archive {

// What to do with each large object of an entry, in the order of the archive.
struct LargeObjectConsumer {
  std::function<void(std::uint32_t oid)> open{};
  std::function<void(std::span<const std::byte>)> write{};
  std::function<void()> close{};
};

// An archive in one of its formats. Damage is an Error (data) that says where; so is an entry without data.
// Data is given out decompressed and piece by piece: memory does not grow with it.
class ArchiveReader {
 public:
  ArchiveReader() = default;
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;
  virtual ~ArchiveReader() = default;

  [[nodiscard]] virtual const Toc& toc() const noexcept = 0;

  // Whether any entry's data may be asked for at any time, from several threads at once. An archive that comes
  // through a pipe has only what comes next: data is then to be asked for in the order in which the archive holds
  // it (that of the table of contents), one entry at a time; what is not asked for is passed over.
  [[nodiscard]] virtual bool has_random_access() const noexcept = 0;

  // A table's rows, as COPY text up to and including its end mark or as INSERT statements, whichever the entry holds.
  // The reader must outlive the source.
  [[nodiscard]] virtual std::unique_ptr<io::Source> table_data(const Entry& entry) = 0;

  // The contents of an entry of large objects (BLOBS).
  virtual void large_objects(const Entry& entry, const LargeObjectConsumer& consumer) = 0;
};

// Opens a file in custom or tar format, or a directory; what it is, its first bytes say. Throws Error: io if it
// cannot be read, data if it is no archive or a damaged one (a plain script is told from damage by its hint).
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(const std::string& path);

// An archive that comes byte by byte. `name` is for messages: `file "x"`.
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(std::unique_ptr<io::Source> source, const std::string& name);

// Whether a file in custom or tar format begins with these bytes, of which there should be `archive_mark_size`.
inline constexpr std::size_t archive_mark_size = 512;
[[nodiscard]] bool is_archive(std::span<const std::byte> first_bytes);

// An archive that comes through a descriptor, which stays the caller's: custom or tar format.
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(int descriptor);

}  // namespace pgdumpcore::archive
