// Which sets go when a new one is complete. Nothing here touches a file.
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
};

// The names of the sets that no rule keeps, oldest first. Never the newest complete one, and never a partial one that
// is newer than that. Without rules, and without a complete set, none.
[[nodiscard]] std::vector<std::string> expired_sets(std::span<const DatedSet> sets, const Retention& rules);

}  // namespace pgdumpcore::backups
