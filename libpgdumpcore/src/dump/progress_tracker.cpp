#include "dump/progress_tracker.hpp"

#include <utility>

namespace pgdumpcore::dumping {

void ProgressTracker::report() {
  if (on_progress_) on_progress_(progress_);
}

void ProgressTracker::expect(std::uint64_t tables, std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  progress_.tables_total += tables;
  progress_.bytes_total += bytes;
}

std::size_t ProgressTracker::add_table(std::string schema, std::string name, std::uint64_t pieces) {
  const std::lock_guard lock(mutex_);
  summary_.tables.push_back({.schema = std::move(schema), .name = std::move(name)});
  pieces_left_.push_back(pieces);
  return summary_.tables.size() - 1;
}

void ProgressTracker::begin(std::size_t table) {
  const std::lock_guard lock(mutex_);
  progress_.table = summary_.tables[table].schema + "." + summary_.tables[table].name;
  report();
}

void ProgressTracker::moved(std::uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  progress_.bytes_read += bytes;
  report();
}

void ProgressTracker::end(std::size_t table, const stream::Counts& counts, std::uint64_t weight) {
  const std::lock_guard lock(mutex_);
  summary_.tables[table].rows += counts.rows;
  summary_.tables[table].bytes += counts.bytes;
  summary_.bytes_read += counts.bytes;
  progress_.bytes_done += weight;
  progress_.table.clear();
  if (--pieces_left_[table] == 0) ++progress_.tables_done;
  report();
}

void ProgressTracker::end_large_objects(const stream::Counts& counts) {
  const std::lock_guard lock(mutex_);
  summary_.bytes_read += counts.bytes;
  report();
}

}  // namespace pgdumpcore::dumping
