// What the sinks that make files share: a buffered descriptor, the directory the file is made in, temporary names.
#pragma once

#include "io/block_buffer.hpp"
#include "io/descriptor.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace pgdumpcore::io {

/// `file "x"`, for messages.
[[nodiscard]] std::string named_file(std::string_view path);

/// Writes through a buffer to a descriptor; what happens at the end differs. `name` is for the messages.
class BufferedFile {
 public:
  BufferedFile(Descriptor descriptor, std::string name) : descriptor_(std::move(descriptor)), name_(std::move(name)) {}

  void write(std::span<const std::byte> bytes);
  /// Over bytes that were written before, `offset` bytes after the beginning of the file.
  void rewrite(std::uint64_t offset, std::span<const std::byte> bytes);
  void flush();
  void sync();
  /// Everything in its file system.
  void sync_file_system();
  /// The last chance of an error: network file systems report a full disk here.
  void close();
  /// flush() and close(), and what is to be brought to the disk of this file alone.
  void finish(Sync sync);

 private:
  Descriptor descriptor_;
  std::string name_;
  BlockBuffer buffer_{};
};

/// A directory that is held open, so that neither a change of the working directory nor a renaming of the directory
/// itself leads later steps astray.
class Directory {
 public:
  /// `making` is what is to be done there, for the message: `create file "x"`.
  Directory(std::string path, std::string_view making);

  [[nodiscard]] int get() const { return descriptor_.get(); }

  /// A directory that may be written but not read cannot be synced; nor can those of some file systems. Neither is
  /// an error.
  void sync() const;
  /// Everything in its file system.
  void sync_file_system() const;

 private:
  [[nodiscard]] Descriptor readable() const;

  std::string path_;
  Descriptor descriptor_;
};

/// `.NAME.XXXXXX.tmp`, another one at each call, no longer than a name may be.
[[nodiscard]] std::string temporary_name(std::string_view final_name);

/// Creates a file that is not there yet, for writing. Not open, with errno set, when that fails.
[[nodiscard]] Descriptor create_file(const Directory& directory, const std::string& name, ::mode_t mode);

}  // namespace pgdumpcore::io
