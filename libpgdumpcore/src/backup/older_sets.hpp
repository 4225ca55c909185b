// The sets of a place beside the one that a backup makes: what is said of them before, and which go afterwards.
#pragma once

#include "sets/known_sets.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

class OlderSets {
 public:
  //   series: of the set that is made, and when that began
  //   log: not empty
  OlderSets(std::shared_ptr<storage::Store> store, sets::Series series, std::chrono::sys_seconds started_at,
            LogCallback log)
      : store_(std::move(store)), series_(std::move(series)), started_at_(started_at), log_(std::move(log)) {}

  // Warns of sets of other servers, and of clocks that are wrong.
  void report(std::span<const sets::KnownSet> known) const;

  // Removes what retention does not keep, once the new set is there. Returns what was removed.
  //   fresh: the new set
  //   is_complete: only a complete set takes the place of complete ones
  //   left_out: databases of the server that are not to be saved: their last copies stay
  [[nodiscard]] std::vector<sets::ExpiredSet> remove_expired(const Retention& retention, const std::string& fresh,
                                                             bool is_complete,
                                                             std::span<const std::string> left_out) const;

 private:
  void report_other_servers(std::span<const sets::KnownSet> known) const;
  void report_clock(std::span<const sets::KnownSet> known) const;
  void keep_last_copies(std::span<const sets::KnownSet> known, std::span<const std::string> left_out,
                        std::vector<sets::ExpiredSet>& expired) const;

  std::shared_ptr<storage::Store> store_;
  sets::Series series_;
  std::chrono::sys_seconds started_at_;
  LogCallback log_;
};

}  // namespace pgdumpcore::backups
