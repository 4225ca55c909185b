// Which sets of a series go. Nothing here touches a file.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::sets {

struct DatedSet {
  std::string name{};
  std::chrono::sys_seconds at{};
  bool complete = false;
  bool found_damaged = false;              // by verify()
  std::vector<std::string> content{};      // what was saved, sorted
  std::vector<std::string> saved_since{};  // of one that is not good: what newer good sets of its server hold, sorted
};

struct ExpiredSet {
  std::string name{};
  std::string reason{};
  bool complete = false;
};

// The sets that no rule keeps, oldest first; all given are of one series. Without rules, none.
//
// Good sets, which are complete and not found damaged: never the newest one. A partial set goes when a newer set is
// good, and newer good sets of its server hold all that it has; if they do not, when the rules would not keep it were
// it good. Without a newer good set the newest partial one stays, and older ones that have something that no newer
// undamaged one has. A complete set found damaged takes no place of a good one. It goes if the rules would not keep it
// were it good, and newer good sets of its server hold all that it has: its other files may be the only ones, and the
// damage may have been passing.
[[nodiscard]] std::vector<ExpiredSet> expired_sets(std::span<const DatedSet> sets, const Retention& rules);

}  // namespace pgdumpcore::sets
