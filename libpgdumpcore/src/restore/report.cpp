#include "restore/report.hpp"

namespace pgdumpcore::restoring {

void Report::error(const Error& error) {
  const bool passing = error.fault() == Fault::server || error.fault() == Fault::permission;
  if (!passing || stop_at_first_) throw error;
  const std::lock_guard lock(gate_);
  ++done_.errors;
  if (observer_.on_error) observer_.on_error(error);
}

void Report::log(LogLevel level, const std::string& message, const std::string& hint) {
  const std::lock_guard lock(gate_);
  if (observer_.on_log) observer_.on_log(level, message, hint);
}

void Report::expect_tables(std::uint64_t count) {
  const std::lock_guard lock(gate_);
  progress_.tables_total = count;
}

void Report::loaded(const std::string& table, std::uint64_t bytes) {
  const std::lock_guard lock(gate_);
  progress_.table = table;
  progress_.bytes_read += bytes;
  done_.bytes_read += bytes;
  if (observer_.on_progress) observer_.on_progress(progress_);
}

void Report::table_done(std::uint64_t rows) {
  const std::lock_guard lock(gate_);
  ++progress_.tables_done;
  ++done_.tables;
  done_.rows += rows;
  if (observer_.on_progress) observer_.on_progress(progress_);
}

void Report::object_done() {
  const std::lock_guard lock(gate_);
  ++done_.objects;
}

std::uint64_t Report::errors() const {
  const std::lock_guard lock(gate_);
  return done_.errors;
}

RestoreSummary Report::summary() const {
  const std::lock_guard lock(gate_);
  return done_;
}

}  // namespace pgdumpcore::restoring
