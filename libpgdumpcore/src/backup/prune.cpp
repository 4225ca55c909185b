// The story of a pruning: the sets of a directory, series by series, and what no rule keeps of each.
// Entry point: pgdumpcore::prune(). Test: tests/integration/backup_series.

#include "backup/prune.hpp"

#include "backup/directory_lock.hpp"
#include "backup/latest.hpp"
#include "backup/set_directory.hpp"
#include "backup/sets.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>

namespace pgdumpcore {

namespace {

using backups::ExpiredSet;
using backups::KnownSet;
using backups::Series;

std::vector<Series> series_among(const std::vector<KnownSet>& sets) {
  std::vector<Series> found;
  for (const KnownSet& set : sets)
    if (set.series && std::ranges::find(found, *set.series) == found.end()) found.push_back(*set.series);
  return found;
}

class Pruning {
 public:
  Pruning(const PruneOptions& options, const LogCallback& log)
      : options_(options), log_(log), sets_(backups::sets_for_retention(options.directory)) {}

  [[nodiscard]] std::vector<ExpiredSet> expired() const {
    backups::report_future_sets(sets_, log_);
    if (!options_.server.empty()) check_server();
    std::vector<ExpiredSet> expired = options_.retention.keeps_everything() ? all_of_server() : not_kept_by_rules();
    std::ranges::sort(expired, {}, &ExpiredSet::name);
    return backups::without_obstacle(std::move(expired), sets_, log_);
  }

  PruneSummary run(const std::vector<ExpiredSet>& expired) const {
    PruneSummary summary;
    backups::Removal done = {expired, {}};
    if (!options_.dry_run) {
      done = backups::remove_sets(options_.directory, expired, log_);
      backups::update_latest(options_.directory, log_);
    }
    for (const ExpiredSet& set : done.removed) {
      const auto known = std::ranges::find(sets_, set.name, [](const KnownSet& one) { return one.info.name; });
      summary.removed.push_back({set.name, set.reason, known->info.size});
    }
    summary.in_use = std::move(done.in_use);
    const auto readable = std::ranges::count_if(sets_, &KnownSet::is_readable);
    summary.kept = static_cast<std::uint64_t>(readable) - summary.removed.size();
    return summary;
  }

 private:
  [[nodiscard]] bool is_considered(const KnownSet& set) const {
    return set.is_readable() && (options_.server.empty() || set.info.system_identifier == options_.server);
  }

  void check_server() const {
    if (std::ranges::any_of(sets_, [this](const KnownSet& set) { return is_considered(set); })) return;
    std::set<std::string> servers;
    for (const KnownSet& set : sets_)
      if (!set.info.system_identifier.empty()) servers.insert(set.info.system_identifier);
    throw Error(Fault::data,
                fmt::format("there is no backup set of server {} in \"{}\"", options_.server, options_.directory))
        .hint(servers.empty() ? "" : fmt::format("The sets there are of: {}.", fmt::join(servers, ", ")));
  }

  [[nodiscard]] std::vector<ExpiredSet> all_of_server() const {
    const KnownSet* const latest = backups::newest_set(sets_);
    if (latest == nullptr || latest->info.system_identifier == options_.server)
      throw Error(Fault::usage,
                  fmt::format("without rules all sets of server {} would go, among them the newest complete set",
                              options_.server))
          .hint("Say which of its sets are to stay, such as --keep-last 1.");
    std::vector<ExpiredSet> expired;
    for (const KnownSet& set : sets_)
      if (is_considered(set))
        expired.push_back({set.info.name, "it is of server " + options_.server, set.info.state == SetState::complete});
    return expired;
  }

  [[nodiscard]] std::vector<ExpiredSet> not_kept_by_rules() const {
    std::vector<ExpiredSet> expired;
    for (const Series& series : series_among(sets_)) {
      if (!options_.server.empty() && series.system_identifier != options_.server) continue;
      for (ExpiredSet& set : backups::expired_sets(backups::dated_sets(sets_, series), options_.retention))
        expired.push_back(std::move(set));
    }
    return expired;
  }

  const PruneOptions& options_;
  const LogCallback& log_;
  std::vector<KnownSet> sets_;
};

}  // namespace

namespace backups {

std::vector<ExpiredSet> without_obstacle(std::vector<ExpiredSet> expired, std::span<const KnownSet> sets,
                                         const LogCallback& log) {
  for (const KnownSet& set : sets) {
    const auto found = std::ranges::find(expired, set.info.name, &ExpiredSet::name);
    if (set.obstacle.empty() || found == expired.end()) continue;
    if (log)
      log(LogLevel::warning,
          fmt::format("backup set {} stays although {}: {}", set.info.name, found->reason, set.obstacle),
          "Remove the link and what it leads to yourself, or rename the link to keep that set for good.");
    expired.erase(found);
  }
  return expired;
}

Removal remove_sets(const std::filesystem::path& directory, std::span<const ExpiredSet> sets, const LogCallback& log) {
  Removal done;
  for (const ExpiredSet& set : sets) {
    try {
      if (remove_set(directory, set.name)) {
        done.removed.push_back(set);
        continue;
      }
      done.in_use.push_back(set.name);
      if (log)
        log(LogLevel::info, fmt::format("backup set {} is being read, and stays until the next run", set.name), "");
    } catch (const Error& error) {
      if (log) log(LogLevel::warning, error.within("an old set stays").what(), error.hint());
    }
  }
  return done;
}

}  // namespace backups

PruneSummary prune(const PruneOptions& options, const std::stop_token& stop, const LogCallback& on_log) {
  if (options.retention.keeps_everything() && options.server.empty())
    throw Error(Fault::usage, "nothing says which backup sets are to stay")
        .hint("Give a rule such as --keep-last or --keep-daily, or --server for all sets of a server that is gone.");
  std::optional<backups::DirectoryLock> lock;
  if (!options.dry_run) lock.emplace(options.directory, stop);
  const Pruning pruning(options, on_log);
  return pruning.run(pruning.expired());
}

}  // namespace pgdumpcore
