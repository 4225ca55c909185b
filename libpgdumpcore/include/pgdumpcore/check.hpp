// Would a backup work, and what stands in its way?
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/backup.hpp>

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// How an answer is to be taken; the worst of several is the largest.
enum class Verdict {
  good,
  warning,  ///< A backup would work, with something to know or to do about it.
  failure   ///< Something could not be saved.
};

/// One question of check(), answered.
struct Answer {
  /// What was asked: connection, version, pooler, standby, roles, databases, tables, row_security, large_objects,
  /// locks, rows, lock, clock, space; of a directory also directory and links; of a bucket credentials, list, put, get,
  /// upload, `conditional put`, delete. Later versions may ask more.
  std::string question{};
  std::string database{};  ///< Where the question is asked of each database.
  Verdict verdict = Verdict::good;
  std::string message{};               ///< One line.
  std::string hint{};                  ///< What to do about it.
  std::vector<std::string> objects{};  ///< All that the message speaks of, such as unreadable tables.
};

/// Looks at everything that backup() with these options would need, and changes nothing that stays: in the directory,
/// files are made and removed again. An empty `options.directory` leaves out the questions about it.
///
/// Each answer is given to `on_answer` as it is found. Returns the worst verdict. Throws Error: usage on malformed
/// options, cancelled; whatever else goes wrong is an answer.
PGDUMPCORE_API Verdict check(const ConnectOptions& connect, const BackupOptions& options,
                             const std::function<void(const Answer&)>& on_answer, const std::stop_token& stop = {});

}  // namespace pgdumpcore
