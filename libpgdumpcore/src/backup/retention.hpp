// Which sets of a series go. Nothing here touches a file.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct DatedSet {
  std::string name{};
  std::chrono::sys_seconds at{};
  bool complete = false;
  bool found_damaged = false;          // by verify(): it counts as none
  std::vector<std::string> content{};  // of a partial one: what was saved
};

struct ExpiredSet {
  std::string name{};
  std::string reason{};
  bool complete = false;
};

// The sets that no rule keeps, oldest first; all given are of one series. Without rules, none.
//
// Complete sets: never the newest one. Partial sets go when a newer set is complete; until then the newest stays, and
// older ones that have something that no newer set has. Sets found damaged go when a newer set is complete.
[[nodiscard]] std::vector<ExpiredSet> expired_sets(std::span<const DatedSet> sets, const Retention& rules);

}  // namespace pgdumpcore::backups
