#include "restore/report.hpp"

#include <algorithm>
#include <utility>

namespace pgdumpcore::restoring {

bool Report::may_pass_over(const Error& error) const {
  if (error.fault() == Fault::server || error.fault() == Fault::permission) return true;
  return passes_damage_ && (error.fault() == Fault::data || error.fault() == Fault::io);
}

void Report::error(const Error& error) {
  if (!may_pass_over(error) || stop_at_first_) throw error;
  const std::lock_guard lock(gate_);
  ++done_.errors;
  if (observer_.on_error) observer_.on_error(error);
}

void Report::log(LogLevel level, const std::string& message, const std::string& hint) {
  const std::lock_guard lock(gate_);
  if (observer_.on_log) observer_.on_log(level, message, hint);
}

void Report::expect_tables(std::uint64_t count, std::unordered_map<int, std::uint64_t> sizes, bool is_text) {
  const std::lock_guard lock(gate_);
  progress_.tables_total = count;
  for (const auto& [entry, size] : sizes) progress_.bytes_total += size;
  sizes_ = std::move(sizes);
  sizes_are_text_ = is_text;
}

void Report::in_database(const std::string& name) {
  const std::lock_guard lock(gate_);
  progress_.database = name;
}

void Report::begin(const std::string& object) {
  const std::lock_guard lock(gate_);
  progress_.table = object;
  if (observer_.on_progress) observer_.on_progress(progress_);
}

void Report::loaded(const std::string& table, std::uint64_t bytes) {
  const std::lock_guard lock(gate_);
  progress_.table = table;
  progress_.bytes_read += bytes;
  if (sizes_are_text_) progress_.bytes_done = std::min(progress_.bytes_done + bytes, progress_.bytes_total);
  done_.bytes_read += bytes;
  if (observer_.on_progress) observer_.on_progress(progress_);
}

void Report::table_done(std::uint64_t rows, int entry) {
  const std::lock_guard lock(gate_);
  ++progress_.tables_done;
  ++done_.tables;
  done_.rows += rows;
  if (const auto size = sizes_.find(entry); size != sizes_.end() && !sizes_are_text_)
    progress_.bytes_done += size->second;
  if (observer_.on_progress) observer_.on_progress(progress_);
}

void Report::object_done() {
  const std::lock_guard lock(gate_);
  ++done_.objects;
}

void Report::inserted_into(const ScriptName& table) {
  {
    const std::lock_guard lock(gate_);
    if (table.name.empty() || !inserted_into_.insert(table).second) return;
  }
  table_done(0);
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
