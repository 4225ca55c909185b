// Dump one database.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/files.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// Where a dump goes: a finished sink, or a file or directory that appears under its name only when it is complete.
/// A dump in directory format wants a directory, one in any other format a sink or a file.
class PGDUMPCORE_API Target {
 public:
  /// Takes over the sink; finish() is called on it when, and only when, the dump is complete.
  [[nodiscard]] static Target sink(std::unique_ptr<Sink> sink);
  /// A file of mode 0600, written beside `path` under a temporary name, synced (unless told not to), renamed.
  [[nodiscard]] static Target file(std::string path, Sync sync = Sync::files);

  /// A directory of mode 0700 with files of mode 0600, written beside `path` under a temporary name and renamed, all
  /// of it synced (unless told not to). An empty directory at `path` is written in place instead, toc.dat last; it is
  /// empty again if the dump fails. Anything else at `path` is an Error (io).
  [[nodiscard]] static Target directory(std::string path, Sync sync = Sync::files);

  /// Takes over the files, which the directory format is written into, wherever they are; they are completed when, and
  /// only when, the dump is complete.
  [[nodiscard]] static Target files(std::unique_ptr<OutputFiles> files);

  /// The same target, but that what arrives there is encrypted, after it was compressed: a file as a whole, of a
  /// directory each file by itself, into one of its name with `.age` behind it. The plaintext is written nowhere.
  /// Without recipients nothing changes.
  ///
  /// An archive in custom format has its table of contents kept in memory until the end, and offsets as always, where
  /// the target is a file. One in tar format cannot be encrypted: the sizes in it are known too late. dump() then
  /// throws Error (usage).
  [[nodiscard]] Target encrypted_to(Recipients recipients) &&;

  /// For the library's own use; a sink or a file can be opened once.
  [[nodiscard]] std::unique_ptr<Sink> open() &&;
  /// The same for what was made by directory() or files().
  [[nodiscard]] std::unique_ptr<OutputFiles> open_files() &&;
  [[nodiscard]] bool is_directory() const noexcept { return directory_; }  ///< Made by directory() or files().
  [[nodiscard]] bool is_encrypted() const noexcept { return !recipients_.empty(); }  ///< See encrypted_to().

 private:
  std::unique_ptr<Sink> sink_{};
  std::unique_ptr<OutputFiles> files_{};
  std::string path_{};
  Recipients recipients_{};
  Sync sync_ = Sync::files;
  bool directory_ = false;
};

/// A short name for Target::sink().
[[nodiscard]] PGDUMPCORE_API Target sink_target(std::unique_ptr<Sink> sink);
/// A short name for Target::file().
[[nodiscard]] PGDUMPCORE_API Target file_target(std::string path, Sync sync = Sync::files);
/// A short name for Target::directory().
[[nodiscard]] PGDUMPCORE_API Target directory_target(std::string path, Sync sync = Sync::files);

/// What was streamed of one table.
struct TableSummary {
  std::string schema{};
  std::string name{};
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  ///< COPY or INSERT text, before compression.
};

/// What a dump did.
struct DumpSummary {
  std::string database{};
  std::string server_version{};     ///< As the server reports it.
  std::string snapshot{};           ///< The name under which several jobs shared it, or the given one; empty: neither.
  std::uint64_t objects = 0;        ///< Entries written.
  std::uint64_t bytes_read = 0;     ///< Table and large-object data received.
  std::uint64_t bytes_written = 0;  ///< After compression, the archive's table of contents included.
  Codec codec = Codec::none;        ///< What the data were compressed with.
  std::vector<TableSummary> tables{};
};

/// Callbacks of a dump; both may be empty.
struct Observer {
  ProgressCallback on_progress{};
  LogCallback on_log{};
};

/// Dumps the database that `connect` names: text (or, with a codec, a compressed stream of that text) whose
/// bytes are those of the server's own pg_dump (https://www.postgresql.org/docs/current/app-pgdump.html) but for
/// the `Dumped by` comment; or an archive that the server's own pg_restore reads. Servers before 16 have one that
/// reads neither zstd nor lz4: where these are asked for, `on_log` hears of it.
///
/// Runs on the calling thread; separate calls may run on separate threads. Throws Error; the target is then
/// left unfinished (a file does not appear). When `stop` is requested the server's running query is cancelled
/// and Error (cancelled) is thrown.
PGDUMPCORE_API DumpSummary dump(const ConnectOptions& connect, const DumpOptions& options, Target target,
                                const std::stop_token& stop = {}, const Observer& observer = {});

}  // namespace pgdumpcore
