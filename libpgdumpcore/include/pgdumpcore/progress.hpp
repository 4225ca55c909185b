// What a running dump or restore tells its caller.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace pgdumpcore {

/// Where a dump, a restore or a verification stands. Counters only grow during one of them, but that a restore of parts
/// of a script without an index first counts the bytes that it reads to find them, and then begins anew.
struct Progress {
  std::uint64_t tables_total = 0;  ///< 0: not known.
  std::uint64_t tables_done = 0;
  /// Of a dump the tables' sizes on the server's disk, an estimate of what is to come; of a restore the sizes of the
  /// rows in the archive, or in the text of a script; of a verification the sizes of files, twice where each database
  /// is restored for a trial. 0: not known.
  std::uint64_t bytes_total = 0;
  std::uint64_t bytes_done = 0;  ///< As bytes_total, of what is done.
  /// COPY data from or to the server, as it comes and goes; where a file is only read, its bytes.
  std::uint64_t bytes_read = 0;
  /// The table that was begun last, schema-qualified; of a restore the object, with its kind: `INDEX public.i`. Or
  /// empty.
  std::string table{};
  std::string database{};  ///< Of a restore, the one that is restored into; of a verification, the one that is read.
};
/// Called on the thread that dumps or one of its workers', one call at a time, never after dump() has returned.
/// An exception it throws ends the dump with that exception.
using ProgressCallback = std::function<void(const Progress&)>;

/// How much a message matters.
enum class LogLevel { debug, info, warning };
/// A message without program name or severity prefix; further lines name what the first speaks of. Called as
/// ProgressCallback is.
using LogCallback = std::function<void(LogLevel, const std::string& message, const std::string& hint)>;

}  // namespace pgdumpcore
