// The story of a pruning: the sets of a directory, series by series, and what no rule keeps of each.
// Entry point: pgdumpcore::prune(). Test: tests/integration/backup_series.

#include "backup/prune.hpp"

#include "sets/latest.hpp"
#include "sets/known_sets.hpp"
#include "storage/locations.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <set>

namespace pgdumpcore {

namespace {

std::vector<sets::Series> series_among(std::span<const sets::KnownSet> known) {
  std::vector<sets::Series> found;
  for (const sets::KnownSet& set : known)
    if (set.series && std::ranges::find(found, *set.series) == found.end()) found.push_back(*set.series);
  return found;
}

class Pruning {
 public:
  Pruning(std::shared_ptr<storage::Store> store, const PruneOptions& options, const LogCallback& log)
      : store_(std::move(store)), options_(options), log_(log), sets_(sets::sets_with_their_files(store_)) {}

  [[nodiscard]] std::vector<sets::ExpiredSet> expired() const {
    sets::report_future_sets(sets_, log_);
    if (!options_.server.empty()) check_server();
    std::vector<sets::ExpiredSet> expired =
        options_.retention.keeps_everything() ? all_of_server() : not_kept_by_rules();
    std::ranges::sort(expired, {}, &sets::ExpiredSet::name);
    return backups::without_obstacle(std::move(expired), sets_, log_);
  }

  PruneSummary run(const std::vector<sets::ExpiredSet>& expired) const {
    PruneSummary summary;
    backups::Removal done = {expired, {}};
    if (!options_.dry_run) {
      done = backups::remove_sets(*store_, expired, log_);
      sets::update_latest(store_, log_);
    }
    for (const sets::ExpiredSet& set : done.removed) {
      const auto known = std::ranges::find(sets_, set.name, [](const sets::KnownSet& one) { return one.info.name; });
      summary.removed.push_back({set.name, set.reason, known->info.size});
    }
    summary.in_use = std::move(done.in_use);
    const auto readable = std::ranges::count_if(sets_, &sets::KnownSet::is_readable);
    summary.kept = static_cast<std::uint64_t>(readable) - summary.removed.size();
    return summary;
  }

 private:
  [[nodiscard]] bool is_considered(const sets::KnownSet& set) const {
    return set.is_readable() && (options_.server.empty() || set.info.system_identifier == options_.server);
  }

  void check_server() const {
    if (std::ranges::any_of(sets_, [this](const sets::KnownSet& set) { return is_considered(set); })) return;
    std::set<std::string> servers;
    for (const sets::KnownSet& set : sets_)
      if (!set.info.system_identifier.empty()) servers.insert(set.info.system_identifier);
    throw Error(Fault::data,
                fmt::format("there is no backup set of server {} in \"{}\"", options_.server, store_->describe("")))
        .hint(servers.empty() ? "" : fmt::format("The sets there are of: {}.", fmt::join(servers, ", ")));
  }

  [[nodiscard]] std::vector<sets::ExpiredSet> all_of_server() const {
    const sets::KnownSet* const latest = sets::newest_set(sets_);
    if (latest == nullptr || latest->info.system_identifier == options_.server)
      throw Error(Fault::usage,
                  fmt::format("without rules all sets of server {} would go, among them the newest complete set",
                              options_.server))
          .hint("Say which of its sets are to stay, such as --keep-last 1.");
    std::vector<sets::ExpiredSet> expired;
    for (const sets::KnownSet& set : sets_)
      if (is_considered(set))
        expired.push_back({set.info.name, "it is of server " + options_.server, set.info.state == SetState::complete});
    return expired;
  }

  [[nodiscard]] std::vector<sets::ExpiredSet> not_kept_by_rules() const {
    std::vector<sets::ExpiredSet> expired;
    for (const sets::Series& series : series_among(sets_)) {
      if (!options_.server.empty() && series.system_identifier != options_.server) continue;
      for (sets::ExpiredSet& set : sets::expired_sets(sets::dated_sets(sets_, series), options_.retention))
        expired.push_back(std::move(set));
    }
    return expired;
  }

  std::shared_ptr<storage::Store> store_;
  const PruneOptions& options_;
  const LogCallback& log_;
  std::vector<sets::KnownSet> sets_;
};

}  // namespace

namespace backups {

std::vector<sets::ExpiredSet> without_obstacle(std::vector<sets::ExpiredSet> expired,
                                               std::span<const sets::KnownSet> known, const LogCallback& log) {
  for (const sets::KnownSet& set : known) {
    const auto found = std::ranges::find(expired, set.info.name, &sets::ExpiredSet::name);
    if (set.obstacle.empty() || found == expired.end()) continue;
    if (log)
      log(LogLevel::warning,
          fmt::format("backup set {} stays although {}: {}", set.info.name, found->reason, set.obstacle),
          "Remove the link and what it leads to yourself, or rename the link to keep that set for good.");
    expired.erase(found);
  }
  return expired;
}

Removal remove_sets(storage::Store& store, std::span<const sets::ExpiredSet> expired, const LogCallback& log) {
  Removal done;
  for (const sets::ExpiredSet& set : expired) {
    try {
      if (store.remove(set.name, sets::manifest_name)) {
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

PruneSummary prune_in(const std::shared_ptr<storage::Store>& store, const PruneOptions& options,
                      const std::stop_token& stop, const LogCallback& log) {
  if (options.retention.keeps_everything() && options.server.empty())
    throw Error(Fault::usage, "nothing says which backup sets are to stay")
        .hint("Give a rule such as --keep-last or --keep-daily, or --server for all sets of a server that is gone.");
  sets::refuse_set(*store);
  std::unique_ptr<storage::Lock> lock;
  if (!options.dry_run) lock = store->lock(stop);
  const Pruning pruning(store, options, log);
  return pruning.run(pruning.expired());
}

}  // namespace backups

PruneSummary prune(const PruneOptions& options, const std::stop_token& stop, const LogCallback& on_log) {
  return backups::prune_in(storage::open_store(options.directory), options, stop, on_log);
}

}  // namespace pgdumpcore
