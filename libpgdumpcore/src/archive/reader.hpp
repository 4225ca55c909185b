// Reading archives: the table of contents, and each entry's data.
#pragma once

#include "archive/toc.hpp"
#include "io/source.hpp"

#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/files.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace pgdumpcore::archive {

// What to do with each large object of an entry, in the order of the archive.
struct LargeObjectConsumer {
  std::function<void(std::uint32_t oid)> open{};
  std::function<void(std::span<const std::byte>)> write{};
  std::function<void()> close{};
  // Where each large object has a file of its own: what is wrong with one, after which the next one comes. Without it
  // the error is thrown.
  std::function<void(const Error&)> damaged{};
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

  // How many bytes a table's rows, or the list of an entry's large objects, have as they are stored; nullopt: not
  // known.
  [[nodiscard]] virtual std::optional<std::uint64_t> stored_size(const Entry& /*entry*/) { return std::nullopt; }

  // The contents of an entry of large objects (BLOBS).
  virtual void large_objects(const Entry& entry, const LargeObjectConsumer& consumer) = 0;

  // Throws as they do where an entry's data do not even begin in the archive, or, with `to_the_end`, as far as the
  // archive says how long they are, do not end there. The data are not decompressed. What
  // has no random access is not looked at.
  virtual void require_data(const Entry& /*entry*/, bool /*to_the_end*/) {}
};

// Opens a file in custom or tar format, a directory, or a plain script that pg_dump or this library wrote, which may be
// compressed, and encrypted; what it is, its first bytes say. A script is read once to its end. Throws Error: io if it
// cannot be read, data if it is no archive or a damaged one.
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(const std::string& path, const Identities& identities = {});

// The same of a file, or of a directory's files, wherever they are; they are not encrypted.
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(std::shared_ptr<const RandomAccess> file);
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(std::shared_ptr<InputFiles> files);

// An archive that comes byte by byte. `name` is for messages: `file "x"`.
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(std::unique_ptr<io::Source> source, const std::string& name);

// Whether a file in custom or tar format begins with these bytes, of which there should be `archive_mark_size`.
inline constexpr std::size_t archive_mark_size = 512;
[[nodiscard]] bool is_archive(std::span<const std::byte> first_bytes);

// An archive that comes through a descriptor, which stays the caller's: custom or tar format.
[[nodiscard]] std::unique_ptr<ArchiveReader> open_archive(int descriptor, const Identities& identities = {});

}  // namespace pgdumpcore::archive
