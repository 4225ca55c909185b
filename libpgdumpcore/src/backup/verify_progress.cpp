#include "backup/verify_progress.hpp"

#include "io/watched_access.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <utility>

namespace pgdumpcore::backups {

void VerifyProgress::expect(const sets::Manifest& manifest, bool with_trials) {
  for (const DatabaseOutcome& database : manifest.databases) {
    if (database.status != DatabaseStatus::complete) continue;
    progress_.tables_total += database.dump.tables.size();
    progress_.bytes_total += database.size * (with_trials ? 2 : 1);
  }
  if (manifest.globals) progress_.bytes_total += manifest.globals->size;
}

void VerifyProgress::expect(const std::string& name, std::uint64_t size) {
  progress_.database = name;
  progress_.bytes_total = size;
}

void VerifyProgress::begin_database(const std::string& name) {
  end_table();
  progress_.database = name;
  tell();
}

std::shared_ptr<const RandomAccess> VerifyProgress::watched(std::shared_ptr<const RandomAccess> file) {
  return std::make_shared<const io::WatchedAccess>(std::move(file),
                                                   [this, counted = std::uint64_t{0}](std::uint64_t reached) mutable {
                                                     if (stop_.stop_requested())
                                                       throw Error(Fault::cancelled, "cancelled while reading");
                                                     progress_.bytes_read += reached - counted;
                                                     counted = reached;
                                                     tell();
                                                   });
}

OnTable VerifyProgress::on_table() {
  return [this](const std::string& table) {
    end_table();
    progress_.table = table;
    is_in_table_ = true;
    tell();
  };
}

void VerifyProgress::end_table() {
  if (std::exchange(is_in_table_, false)) ++progress_.tables_done;
  progress_.table.clear();
}

void VerifyProgress::restored(const Progress& of_restore, std::uint64_t size) {
  end_table();
  progress_.table = of_restore.table;
  if (of_restore.bytes_total > 0) {
    const double part = static_cast<double>(of_restore.bytes_done) / static_cast<double>(of_restore.bytes_total);
    trial_ = std::max(trial_, static_cast<std::uint64_t>(std::min(part, 1.0) * static_cast<double>(size)));
  }
  tell();
}

void VerifyProgress::end_trial(std::uint64_t size) {
  trial_ = 0;
  trials_done_ += size;
  tell();
}

void VerifyProgress::tell() const {
  if (!callback_) return;
  Progress now = progress_;
  now.bytes_done = std::min(now.bytes_read + trials_done_ + trial_, now.bytes_total);
  callback_(now);
}

}  // namespace pgdumpcore::backups
