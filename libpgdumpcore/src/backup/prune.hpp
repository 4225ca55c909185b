// Removing sets that retention does not keep.
#pragma once

#include "sets/retention.hpp"
#include "sets/known_sets.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

// Those of the expired sets that may be removed. Warns of the others, which stay: see sets::KnownSet::obstacle.
[[nodiscard]] std::vector<sets::ExpiredSet> without_obstacle(std::vector<sets::ExpiredSet> expired,
                                                             std::span<const sets::KnownSet> known,
                                                             const LogCallback& log);

struct Removal {
  std::vector<sets::ExpiredSet> removed{};
  std::vector<std::string> in_use{};
};

// A set that cannot be removed is a warning, one that is being read is told.
[[nodiscard]] Removal remove_sets(storage::Store& store, std::span<const sets::ExpiredSet> expired,
                                  const LogCallback& log);

// As pgdumpcore::prune(), of a store in place of options.directory.
[[nodiscard]] PruneSummary prune_in(const std::shared_ptr<storage::Store>& store, const PruneOptions& options,
                                    const std::stop_token& stop, const LogCallback& log);

}  // namespace pgdumpcore::backups
