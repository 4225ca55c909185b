// What a restore tells while it runs, and what it has done so far.
#pragma once

#include <pgdumpcore/restore.hpp>

#include <cstdint>
#include <mutex>
#include <string>

namespace pgdumpcore::restoring {

// Shared by all workers of a restore: one call of the observer at a time.
class Report {
 public:
  Report(const RestoreObserver& observer, bool stop_at_first) : observer_(observer), stop_at_first_(stop_at_first) {}

  // Counts what the server refused and tells it; throws it instead if the first error is to end the restore, or if it
  // is of a kind that leaves nothing to go on with.
  void error(const Error& error);
  void log(LogLevel level, const std::string& message, const std::string& hint = "");

  void expect_tables(std::uint64_t count);
  // `table` is at work; bytes of rows or large objects have gone to it.
  void loaded(const std::string& table, std::uint64_t bytes);
  void table_done(std::uint64_t rows);
  void object_done();

  [[nodiscard]] std::uint64_t errors() const;
  // Database and so on are the caller's to fill in.
  [[nodiscard]] RestoreSummary summary() const;

 private:
  const RestoreObserver& observer_;
  bool stop_at_first_;
  mutable std::mutex gate_{};
  RestoreSummary done_{};
  Progress progress_{};
};

}  // namespace pgdumpcore::restoring
