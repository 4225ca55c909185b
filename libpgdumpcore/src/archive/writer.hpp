// Writing archives: the table of contents, and each entry's data.
#pragma once

#include "archive/toc.hpp"
#include "io/counted.hpp"

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
class ArchiveWriter {
 public:
  ArchiveWriter() = default;
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;
  virtual ~ArchiveWriter() = default;

  // Where a table's rows go: COPY text with its end mark, or INSERT statements.
  [[nodiscard]] virtual std::unique_ptr<Sink> table_data(const Entry& entry) = 0;
  [[nodiscard]] virtual std::unique_ptr<LargeObjectWriter> large_objects(const Entry& entry) = 0;

  // All data has been written. Called once; only then is there an archive.
  virtual void finish() = 0;
};

// An archive that is one stream: one entry is written at a time, in the order of the table of contents, the sink of the
// one before finished. Or several threads write it through slots (io/ordered_output.hpp), and compress what they write
// themselves: an entry's data is begin(), stored bytes, end(), the first and the last called by whoever is the head.
class StreamWriter : public ArchiveWriter {
 public:
  // What the slots write to.
  [[nodiscard]] virtual Sink& out() = 0;
  virtual void begin(const Entry& entry) = 0;
  virtual void end(const Entry& entry) = 0;

  // Takes compressed bytes, and gives them to `slot` as they are stored. Its finish() finishes the slot.
  [[nodiscard]] virtual std::unique_ptr<Sink> stored(std::unique_ptr<Sink> slot) = 0;
  // Takes large objects, some of an entry's, and gives them to `slot` as they are stored; its finish() is not called.
  // Null if the format has no place for them but large_objects(), without begin() and end().
  [[nodiscard]] virtual std::unique_ptr<LargeObjectWriter> stored_large_objects(Sink& slot) = 0;
};

// An archive of many files: any number of entries may be written at once, by several threads.
class FilesWriter : public ArchiveWriter {
 public:
  // Where a table's data goes that is compressed already.
  [[nodiscard]] virtual std::unique_ptr<Sink> stored_table_data(const Entry& entry) = 0;
};

// Each fills in what the table of contents says of the place of the data (Entry::offset or Entry::file).
//
// Offsets of the data go into the table of contents if `out` can be rewritten.
[[nodiscard]] std::unique_ptr<StreamWriter> custom_writer(std::unique_ptr<Sink> out, Toc& toc);
// A member's size stands before it: if `out` cannot be rewritten, a member of more than 1 MB waits in an unnamed file
// in the directory of temporary files.
[[nodiscard]] std::unique_ptr<StreamWriter> tar_writer(std::unique_ptr<Sink> out, Toc& toc);
//   written: counts the bytes of all files; must outlive it
[[nodiscard]] std::unique_ptr<FilesWriter> directory_writer(std::unique_ptr<OutputFiles> directory, Toc& toc,
                                                            io::ByteCount& written);

}  // namespace pgdumpcore::archive
