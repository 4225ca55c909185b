// Where bytes go.
#pragma once

#include <pgdumpcore/export.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace pgdumpcore {

/// A stream of bytes that is being written, and that counts only once it is finished.
///
/// The life of a sink: any number of write(), then one finish(), then destruction. Destruction without
/// finish() abandons the stream; whatever this sink created under a name of its own is then removed.
///
/// Threads: a sink is used by one thread at a time; it may move from thread to thread between calls.
/// Errors: write() and finish() throw Error. After one of them has thrown, destruction is the only call left.
/// Memory: a sink holds a constant amount, whatever passes through it (memory_sink excepted).
///
/// Callers may derive their own sinks; the promises of each function are then theirs to keep.
class PGDUMPCORE_API Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  /// Never throws, and never makes an unfinished stream look like a finished one.
  virtual ~Sink() = default;

  /// Takes all of the bytes or throws. They are not referred to after the call. Bytes may be held back
  /// until a later write() or finish(), so an error may concern bytes of an earlier call.
  virtual void write(std::span<const std::byte> bytes) = 0;

  /// Brings everything written to its destination. Called once, on success only; nothing is written after it.
  virtual void finish() = 0;

  /// write() for text.
  void write_text(std::string_view text) { write(std::as_bytes(std::span(text.data(), text.size()))); }
};

/// How what was written is brought safely to the disk; without it a power cut may lose a finished file.
enum class Sync {
  none,
  files,       ///< Each file by itself, and its directory.
  file_system  ///< The whole file system at the end, with Linux's syncfs(2): quicker where there are many files.
};

/// How file_sink() treats the file.
struct FileSinkOptions {
  Sync sync = Sync::files;
  ::mode_t mode = 0600;  ///< Permission bits of a new file, less the umask; one that is there keeps its own.
};

/// A file that appears under its name only when it is complete.
///
/// It is written in the same directory under a temporary name, `.NAME.XXXXXX.tmp`; finish() syncs it, renames it
/// to `path` and syncs the directory. Until then a file that was at `path` stays there untouched; the new one
/// replaces it, with the old one's owner, group, mode and extended attributes (access control lists among them); other
/// hard links to the old file keep the old content. A symbolic link at `path` stays a link, and the file it leads to is
/// the one replaced. What is at `path` but is no regular file (a FIFO, a device), and what is reached through a link in
/// /proc (/dev/stdout), is opened and written directly, without any rename. A FIFO is opened as usual: that waits for
/// its reader.
///
/// A file that is there, may be written, and cannot be replaced is written in place: one that is a mount point, one
/// whose directory we may not create files in, one whose owner or group we may not give to another file. It keeps its
/// content until the first write(), is incomplete from then on, and is empty after a failure.
///
/// Throws Error (io) that names the path: here if the file cannot be created or an old one is not writable, from
/// write() and finish() if the file system refuses, for example for want of space. If finish() throws, `path`
/// leads to what was there before, except where it was written in place, or where the last step, syncing the directory,
/// is what failed.
[[nodiscard]] PGDUMPCORE_API std::unique_ptr<Sink> file_sink(const std::string& path,
                                                             const FileSinkOptions& options = {});

/// An open descriptor: a pipe, a socket, a terminal, a file. It stays the caller's, is not closed, and must
/// stay open as long as the sink. Non-blocking descriptors are waited for, without a limit of time.
///
/// Writes are gathered in a buffer of 128 kB; finish() writes what is left and syncs nothing. Throws Error (io): here
/// if the descriptor is closed or not open for writing; from write() and finish() if the system refuses, also when
/// the reader of a pipe is gone: SIGPIPE is not delivered, and its disposition is left alone.
[[nodiscard]] PGDUMPCORE_API std::unique_ptr<Sink> descriptor_sink(int descriptor);

/// Appends to `destination`, which must outlive the sink. Every write() arrives at once, also without finish().
[[nodiscard]] PGDUMPCORE_API std::unique_ptr<Sink> memory_sink(std::string& destination);

/// Hands each write() to `receive` as it comes, on the writing thread; the span is valid during that call only.
/// What `receive` throws passes through write() unchanged. finish() does nothing.
[[nodiscard]] PGDUMPCORE_API std::unique_ptr<Sink> callback_sink(
    std::function<void(std::span<const std::byte>)> receive);

}  // namespace pgdumpcore
