#include "backup/older_sets.hpp"

#include "backup/prune.hpp"
#include "sets/names.hpp"
#include "sets/retention.hpp"

#include <fmt/format.h>

#include <map>

namespace pgdumpcore::backups {

void OlderSets::report(std::span<const sets::KnownSet> known) const {
  report_other_servers(known);
  report_clock(known);
}

// Who restores `latest`, or looks for the newest set of this server, must not be given another server's.
void OlderSets::report_other_servers(std::span<const sets::KnownSet> known) const {
  std::map<std::string, std::string> newest;  // of each server
  for (const sets::KnownSet& set : known)
    if (set.is_readable() && set.info.system_identifier != series_.system_identifier)
      newest[set.info.system_identifier] = set.info.name;
  for (const auto& [server, set] : newest) {
    const std::string which = server.empty() ? "unknown" : server;
    log_(LogLevel::warning,
         fmt::format("directory \"{}\" has backup sets of another server too (system identifier {}, newest set {})",
                     store_->describe(""), which, set),
         server.empty() ? "Give each server a directory of its own."
                        : fmt::format("Give each server a directory of its own. If that server is gone, \"pgdump prune "
                                      "--server {}\" removes its sets, which stay until then.",
                                      server));
  }
}

// Sets are ordered by the times in their names.
void OlderSets::report_clock(std::span<const sets::KnownSet> known) const {
  sets::report_future_sets(known, log_);
  const sets::KnownSet* const newest = sets::newest_of(known, series_);
  if (newest == nullptr || newest->info.started_at <= started_at_) return;
  log_(LogLevel::warning,
       fmt::format("the clock of this machine seems to have gone back: this backup begins at {}, before the newest "
                   "complete set of its series, {}",
                   sets::timestamp(started_at_), newest->info.name),
       "\"latest\" stays with the newer name, and retention takes the new set for the older one. Set the clock, or "
       "rename that set.");
}

// A database that is on the server and left out may have its only copy in an old set.
void OlderSets::keep_last_copies(std::span<const sets::KnownSet> known, std::span<const std::string> left_out,
                                 std::vector<sets::ExpiredSet>& expired) const {
  for (const std::string& name : left_out) {
    const sets::KnownSet* newest = nullptr;
    for (const sets::KnownSet& set : known)
      if (set.is_good() && !set.lacks_files && set.info.system_identifier == series_.system_identifier &&
          set.content.contains(name))
        newest = &set;
    if (newest == nullptr ||
        std::erase_if(expired, [&](const sets::ExpiredSet& set) { return set.name == newest->info.name; }) == 0)
      continue;
    log_(LogLevel::warning,
         fmt::format("backup set {} stays: it has the last copy of database \"{}\", which is left out",
                     newest->info.name, name),
         "Let the database be saved again, or remove the set yourself.");
  }
}

std::vector<sets::ExpiredSet> OlderSets::remove_expired(const Retention& retention, const std::string& fresh,
                                                        bool is_complete, std::span<const std::string> left_out) const {
  const std::vector<sets::KnownSet> known = sets::sets_with_their_files(store_);
  std::vector<sets::ExpiredSet> expired = sets::expired_sets(sets::dated_sets(known, series_), retention);
  std::erase_if(expired, [&](const auto& set) { return set.name == fresh || (set.complete && !is_complete); });
  expired = without_obstacle(std::move(expired), known, log_);
  keep_last_copies(known, left_out, expired);
  return remove_sets(*store_, expired, log_).removed;
}

}  // namespace pgdumpcore::backups
