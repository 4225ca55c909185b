// Where archives are read from and written to, if it is not the local file system.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace pgdumpcore {

/// Bytes that can be read at any offset: a file, an object in an object store, memory.
///
/// Threads: any number of threads may read at the same time. Callers may derive their own; the promises of each
/// function are then theirs to keep.
class PGDUMPCORE_API RandomAccess {
 public:
  RandomAccess() = default;
  RandomAccess(const RandomAccess&) = delete;
  RandomAccess& operator=(const RandomAccess&) = delete;
  virtual ~RandomAccess() = default;

  /// Fills the buffer as far as the content goes: returns the number of bytes read, which is less than the size of the
  /// buffer only at the end, and 0 at the end and behind it. Throws Error (io).
  [[nodiscard]] virtual std::size_t read_at(std::uint64_t offset, std::span<std::byte> buffer) const = 0;
  /// In bytes; does not change.
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// For messages, such as `file "shop.dump"`. Valid as long as this.
  [[nodiscard]] virtual const std::string& name() const = 0;
};

/// The files of an archive in directory format, for reading.
///
/// Threads: any number of threads may ask at the same time. Callers may derive their own.
class PGDUMPCORE_API InputFiles {
 public:
  InputFiles() = default;
  InputFiles(const InputFiles&) = delete;
  InputFiles& operator=(const InputFiles&) = delete;
  virtual ~InputFiles() = default;

  /// A file by its plain name; nullptr: there is none. Throws Error: io if it cannot be read, data if what has the name
  /// is no regular file.
  [[nodiscard]] virtual std::shared_ptr<const RandomAccess> open(const std::string& name) = 0;
  /// The size of a file in bytes; nullopt: there is none, or its size is not known.
  [[nodiscard]] virtual std::optional<std::uint64_t> size(const std::string& name) = 0;
  /// What messages call the whole, such as `directory "shop.dir"`.
  [[nodiscard]] virtual std::string name() const = 0;
  /// What messages call one of the files, such as `file "shop.dir/12.dat"`.
  [[nodiscard]] virtual std::string describe(const std::string& name) const = 0;
};

/// The files of an archive in directory format, for writing. What was not completed by the sink of last_file() does not
/// count: the destructor removes it, and never throws.
///
/// Threads: files may be asked for and written by several threads at a time. Callers may derive their own.
class PGDUMPCORE_API OutputFiles {
 public:
  OutputFiles() = default;
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;
  virtual ~OutputFiles() = default;

  /// A new file, complete once the sink's finish() has returned; this must outlive the sink. Throws Error (io).
  [[nodiscard]] virtual std::unique_ptr<Sink> file(const std::string& name) = 0;
  /// The file that is written last: finish() of its sink completes the whole. Called once.
  [[nodiscard]] virtual std::unique_ptr<Sink> last_file(const std::string& name) = 0;
};

}  // namespace pgdumpcore
