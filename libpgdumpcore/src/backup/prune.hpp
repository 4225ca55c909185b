// Removing sets that retention does not keep.
#pragma once

#include "backup/retention.hpp"
#include "backup/sets.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

// Those of the expired sets that may be removed. Warns of the others, which stay: see KnownSet::obstacle.
[[nodiscard]] std::vector<ExpiredSet> without_obstacle(std::vector<ExpiredSet> expired, std::span<const KnownSet> sets,
                                                       const LogCallback& log);

struct Removal {
  std::vector<ExpiredSet> removed{};
  std::vector<std::string> in_use{};
};

// A set that cannot be removed is a warning, one that is being read is told.
[[nodiscard]] Removal remove_sets(const std::filesystem::path& directory, std::span<const ExpiredSet> sets,
                                  const LogCallback& log);

}  // namespace pgdumpcore::backups
