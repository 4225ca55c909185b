// Removing sets that retention does not keep.
#pragma once

#include "backup/retention.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct Removal {
  std::vector<ExpiredSet> removed{};
  std::vector<std::string> in_use{};
};

// A set that cannot be removed is a warning, one that is being read is told.
[[nodiscard]] Removal remove_sets(const std::filesystem::path& directory, std::span<const ExpiredSet> sets,
                                  const LogCallback& log);

}  // namespace pgdumpcore::backups
