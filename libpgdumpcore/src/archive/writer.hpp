// Writing archives: the table of contents, and each entry's data.
#pragma once

#include "archive/toc.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::archive {

// Takes the large objects of one entry, one after the other: open, any number of writes, close; at last finish.
class LargeObjectWriter {
 public:
  LargeObjectWriter() = default;
  LargeObjectWriter(const LargeObjectWriter&) = delete;
  LargeObjectWriter& operator=(const LargeObjectWriter&) = delete;
  virtual ~LargeObjectWriter() = default;

  virtual void open(std::uint32_t oid) = 0;
  virtual void write(std::span<const std::byte> bytes) = 0;
  virtual void close() = 0;
  virtual void finish() = 0;
};

// An archive in the making. Its data is asked for with entries of the table of contents that it was made with, which
// must outlive it; each entry that has data is asked for once. Data is given uncompressed and compressed here.
//
// A writer that takes data in sequence wants one entry at a time, in the order of the table of contents, the sink of
// the one before finished; otherwise any number of entries may be written at once, by several threads.
class ArchiveWriter {
 public:
  ArchiveWriter() = default;
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;
  virtual ~ArchiveWriter() = default;

  [[nodiscard]] virtual bool in_sequence() const noexcept = 0;

  // Where a table's rows go: COPY text with its end mark, or INSERT statements.
  [[nodiscard]] virtual std::unique_ptr<Sink> table_data(const Entry& entry) = 0;
  [[nodiscard]] virtual std::unique_ptr<LargeObjectWriter> large_objects(const Entry& entry) = 0;

  // All data has been written. Called once; only then is there an archive.
  virtual void finish() = 0;
};

// Each fills in what the table of contents says of the place of the data (Entry::offset or Entry::file).
//
// Offsets of the data go into the table of contents if `out` can be rewritten.
[[nodiscard]] std::unique_ptr<ArchiveWriter> custom_writer(std::unique_ptr<Sink> out, Toc& toc);
// A member's size stands before it: if `out` cannot be rewritten, a member of more than 1 MB waits in an unnamed file
// in the directory of temporary files.
[[nodiscard]] std::unique_ptr<ArchiveWriter> tar_writer(std::unique_ptr<Sink> out, Toc& toc);
// Throws Error (io) if something is at `path` already that is no empty directory.
[[nodiscard]] std::unique_ptr<ArchiveWriter> directory_writer(const std::string& path, Toc& toc, bool sync);

}  // namespace pgdumpcore::archive
