// What a running dump tells its caller.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace pgdumpcore {

/// Where a dump stands. Counters only grow during one dump.
struct Progress {
  std::uint64_t tables_total = 0;
  std::uint64_t tables_done = 0;
  std::uint64_t bytes_total = 0;  ///< The tables' sizes on the server's disk; an estimate of what is to come.
  std::uint64_t bytes_done = 0;   ///< As bytes_total, for the tables that are done.
  std::uint64_t bytes_read = 0;   ///< COPY data received from the server, before compression.
  std::string table{};            ///< The table that was begun last, schema-qualified, or empty.
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
