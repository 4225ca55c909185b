// The story of a backup: lock the directory, list the databases, save the globals and each database into the set
// that is still called partial, write the manifest, give the set its name.
// Entry point: pgdumpcore::backup(). Tests: tests/integration.

#include <pgdumpcore/backup.hpp>

#include "backup/connection_limit.hpp"
#include "backup/cluster.hpp"
#include "backup/directory_lock.hpp"
#include "backup/globals.hpp"
#include "backup/latest.hpp"
#include "backup/manifest.hpp"
#include "backup/metrics.hpp"
#include "backup/names.hpp"
#include "backup/prune.hpp"
#include "backup/set_directory.hpp"
#include "backup/set_writer.hpp"
#include "backup/sets.hpp"
#include "backup/space.hpp"
#include "backup/template1.hpp"
#include "pg/connection.hpp"
#include "pg/session.hpp"
#include "pg/sqlstate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <thread>

namespace pgdumpcore {

namespace {

using backups::ServerDatabase;

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

class Backup {
 public:
  Backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop,
         const BackupObserver& observer)
      : stopped_by_caller_(stop, [this] { stop_.request_stop(); }),
        cluster_(connect, stop_.get_token()),
        options_(options),
        observer_(one_at_a_time(observer)) {}

  BackupSummary run() {
    try {
      make_set();
    } catch (const std::exception&) {
      write_metrics({});
      throw;
    }
    write_metrics(summary_.status);
    return std::move(summary_);
  }

 private:
  void make_set() {
    if (options_.format == Format::tar) throw Error(Fault::usage, "a backup set cannot be made in tar format");
    const backups::DirectoryLock lock(options_.directory, stop_.get_token());
    backups::remove_stale_partials(options_.directory);
    manifest_.started_at = free_second();
    find_databases();
    check_directory();
    const std::string name = backups::set_name(manifest_.started_at);
    backups::SetDirectory set(options_.directory, name, options_.sync != Sync::none);
    const backups::SetWriter writer(set, options_);
    if (options_.globals) save_globals(writer);
    save_databases(writer);
    decide_status();
    write_manifest(set);
    summary_.path = set.commit().string();
    summary_.manifest = summary_.path + "/" + backups::manifest_name;
    if (summary_.status == BackupStatus::complete) backups::update_latest(options_.directory, observer_.on_log);
    remove_expired(name);
  }

  // A set is named after the second in which it begins. If the run before has taken this one, the next is waited for.
  std::chrono::sys_seconds free_second() const {
    const auto exists = [&](std::chrono::sys_seconds second) {
      return std::filesystem::exists(std::filesystem::path(options_.directory) / backups::set_name(second));
    };
    const std::chrono::sys_seconds first = now();
    std::chrono::sys_seconds second = first;
    while (exists(second) && second == first && !stop_.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      second = now();
    }
    return second;
  }

  // All callbacks are there, and called by one thread at a time.
  BackupObserver one_at_a_time(const BackupObserver& observer) {
    return {.on_progress =
                [this, &observer](const std::string& database, const Progress& progress) {
                  const std::lock_guard lock(observing_);
                  if (observer.on_progress) observer.on_progress(database, progress);
                },
            .on_log =
                [this, &observer](LogLevel level, const std::string& message, const std::string& hint) {
                  const std::lock_guard lock(observing_);
                  if (observer.on_log) observer.on_log(level, message, hint);
                },
            .on_database =
                [this, &observer](const DatabaseOutcome& outcome) {
                  const std::lock_guard lock(observing_);
                  if (observer.on_database) observer.on_database(outcome);
                }};
  }

  //   status: nullopt: there is no set
  void write_metrics(std::optional<BackupStatus> status) const {
    if (options_.metrics_file.empty()) return;
    try {
      backups::write_metrics(options_.metrics_file, {status, now(), summary_.databases});
    } catch (const Error& error) {
      log(LogLevel::warning, error.within("the metrics could not be written").what(), error.hint());
    }
  }

  void log(LogLevel level, const std::string& message, const std::string& hint) const {
    observer_.on_log(level, message, hint);
  }

  void find_databases() {
    pg::Connection connection = cluster_.open_maintenance();
    maintenance_ = connection.database();
    manifest_.server_version = connection.server().text;
    databases_ = backups::list_databases(connection, options_);
    unmatched_ = backups::unmatched_patterns(connection, options_);
    if (auto template1 = backups::template1_with_content(cluster_, connection, options_, observer_.on_log))
      databases_.push_back(std::move(*template1));
    for (const backups::SkippedDatabase& database : backups::databases_left_out(connection, options_))
      log(LogLevel::warning, fmt::format("database \"{}\" is left out: {}", database.name, database.reason),
          database.remedy);
    if (!connection.try_execute("SELECT system_identifier FROM pg_catalog.pg_control_system()"))
      manifest_.system_identifier =
          connection.query("SELECT system_identifier FROM pg_catalog.pg_control_system()").row(0).at(0).str();
    pg::end_snapshot(connection);
  }

  void check_directory() {
    manifest_.selection = backups::selection_of(options_);
    const std::vector<backups::KnownSet> sets = backups::known_sets(options_.directory);
    report_other_servers(sets);
    report_clock(sets);
    backups::check_free_space(options_.directory, databases_, backups::newest_of(sets, series()), observer_.on_log);
  }

  [[nodiscard]] std::vector<std::string> database_names() const {
    std::vector<std::string> names;
    for (const ServerDatabase& database : databases_) names.push_back(database.name);
    return names;
  }

  void save_globals(const backups::SetWriter& writer) {
    try {
      manifest_.globals = writer.save_script("globals", [&](Sink& out) {
        backups::write_globals(
            out, maintenance_, database_names(),
            [this](const std::string& database) { return cluster_.connect(database); }, observer_.on_log);
      });
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      summary_.globals_error = error.within("saving the globals failed");
      log(LogLevel::warning, summary_.globals_error->what(), error.hint());
    }
  }

  void save_databases(const backups::SetWriter& writer) {
    const std::vector<std::string> files = backups::encode_names(database_names());
    std::vector<std::uint64_t> sizes;
    for (const ServerDatabase& database : databases_) {
      sizes.push_back(database.size);
      // Until it is saved: a run may end before.
      summary_.databases.push_back({.name = database.name, .status = DatabaseStatus::failed});
    }
    report_unmatched_patterns();
    backups::run_with_connection_limit(
        sizes, options_.jobs, options_.max_connections_per_database,
        [&](std::size_t i, int connections) {
          save_database(writer, databases_[i],
                        {.base = files[i], .connections = connections, .encoding = databases_[i].encoding},
                        summary_.databases[i]);
        },
        [this] { stop_.request_stop(); });
  }

  // Each as a database that is not there: what was asked for is not in the set.
  void report_unmatched_patterns() {
    for (const backups::UnmatchedPattern& pattern : unmatched_) {
      summary_.databases.push_back({.name = pattern.text, .status = DatabaseStatus::failed, .error = pattern.error()});
      observer_.on_database(summary_.databases.back());
    }
  }

  void save_database(const backups::SetWriter& writer, const ServerDatabase& database, backups::DatabaseDump how,
                     DatabaseOutcome& outcome) {
    const auto began = std::chrono::steady_clock::now();
    how.stop = stop_.get_token();
    how.observer = {.on_progress = [&](const Progress& progress) { observer_.on_progress(outcome.name, progress); },
                    .on_log = observer_.on_log};
    try {
      save_within_two_tries(writer, how, outcome);
      outcome.status = DatabaseStatus::complete;
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      outcome.status = DatabaseStatus::failed;
      outcome.error = error;
      handle_missing_database(writer, database, how, outcome);
    }
    outcome.duration = std::chrono::steady_clock::now() - began;
    observer_.on_database(outcome);
  }

  // What a standby has cancelled may succeed when replication has caught up.
  void save_within_two_tries(const backups::SetWriter& writer, const backups::DatabaseDump& how,
                             DatabaseOutcome& outcome) {
    const std::string name = outcome.name;
    try {
      return writer.save_database(cluster_.options_for(name), how, outcome);
    } catch (const Error& error) {
      if (error.sqlstate() != pg::sqlstate::serialization_failure) throw;
      log(LogLevel::warning, fmt::format("database \"{}\" is dumped again: {}", name, error.what()), error.hint());
    }
    outcome = {.name = name, .status = DatabaseStatus::failed};
    writer.save_database(cluster_.options_for(name), how, outcome);
  }

  // A database that failed may have been dropped since it was listed, or renamed.
  void handle_missing_database(const backups::SetWriter& writer, const ServerDatabase& database,
                               const backups::DatabaseDump& how, DatabaseOutcome& outcome) {
    try {
      pg::Connection connection = cluster_.open(maintenance_);
      const std::optional<std::string> name = backups::current_name(connection, database.oid);
      if (!name) outcome.status = DatabaseStatus::dropped;
      if (!name || *name == outcome.name) return;
      log(LogLevel::warning, fmt::format("database \"{}\" was renamed to \"{}\"", outcome.name, *name), "");
      outcome = {.name = *name};
      writer.save_database(cluster_.options_for(outcome.name), how, outcome);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      outcome.status = DatabaseStatus::failed;
      if (!outcome.error) outcome.error = error;
    }
  }

  void decide_status() {
    const auto has = [this](DatabaseStatus status) {
      return std::ranges::find(summary_.databases, status, &DatabaseOutcome::status) != summary_.databases.end();
    };
    if (!has(DatabaseStatus::complete)) {
      const DatabaseOutcome& first = summary_.databases.front();
      throw first.error->within(fmt::format("no database could be saved; \"{}\"", first.name));
    }
    const bool whole = !summary_.globals_error && !has(DatabaseStatus::failed);
    summary_.status = whole ? BackupStatus::complete : BackupStatus::partial;
  }

  void write_manifest(backups::SetDirectory& set) {
    manifest_.finished_at = now();
    manifest_.status = summary_.status;
    manifest_.databases = summary_.databases;
    if (summary_.globals_error) manifest_.globals_error = summary_.globals_error->what();
    const auto file = file_sink(set.file(backups::manifest_name).string(), {.sync = options_.sync});
    file->write_text(backups::manifest_json(manifest_));
    file->finish();
  }

  [[nodiscard]] backups::Series series() const { return {manifest_.system_identifier, *manifest_.selection}; }

  // Who restores `latest`, or looks for the newest set of this server, must not be given another server's.
  void report_other_servers(std::span<const backups::KnownSet> sets) const {
    std::map<std::string, std::string> newest;  // of each server
    for (const backups::KnownSet& set : sets)
      if (set.is_readable() && set.info.system_identifier != manifest_.system_identifier)
        newest[set.info.system_identifier] = set.info.name;
    for (const auto& [server, set] : newest) {
      const std::string which = server.empty() ? "unknown" : server;
      log(LogLevel::warning,
          fmt::format("directory \"{}\" has backup sets of another server too (system identifier {}, newest set {})",
                      options_.directory, which, set),
          server.empty()
              ? "Give each server a directory of its own."
              : fmt::format("Give each server a directory of its own. If that server is gone, \"pgdump prune "
                            "--server {}\" removes its sets, which stay until then.",
                            server));
    }
  }

  // Sets are ordered by the times in their names.
  void report_clock(std::span<const backups::KnownSet> sets) const {
    backups::report_future_sets(sets, observer_.on_log);
    const backups::KnownSet* const newest = backups::newest_of(sets, series());
    if (newest == nullptr || newest->info.started_at <= manifest_.started_at) return;
    log(LogLevel::warning,
        fmt::format("the clock of this machine seems to have gone back: this backup begins at {}, before the newest "
                    "complete set of its series, {}",
                    backups::timestamp(manifest_.started_at), newest->info.name),
        "\"latest\" stays with the newer name, and retention takes the new set for the older one. Set the clock, or "
        "rename that set.");
  }

  // The new set is safe, so a set that cannot be removed is no failure of this run.
  void remove_expired(const std::string& fresh) {
    const std::vector<backups::KnownSet> sets = backups::sets_for_retention(options_.directory);
    std::vector<backups::ExpiredSet> expired =
        backups::expired_sets(backups::dated_sets(sets, series()), options_.retention);
    // Only a complete set takes the place of complete ones.
    const bool is_complete = summary_.status == BackupStatus::complete;
    std::erase_if(expired, [&](const auto& set) { return set.name == fresh || (set.complete && !is_complete); });
    expired = backups::without_obstacle(std::move(expired), sets, observer_.on_log);
    for (const backups::ExpiredSet& set : backups::remove_sets(options_.directory, expired, observer_.on_log).removed) {
      summary_.removed.push_back(set.name);
      summary_.removal_reasons.push_back(set.reason);
    }
  }

  // The caller's stop, and the first failure's.
  std::stop_source stop_{};
  std::stop_callback<std::function<void()>> stopped_by_caller_;
  backups::Cluster cluster_;
  const BackupOptions& options_;
  std::mutex observing_{};
  BackupObserver observer_;
  std::string maintenance_{};
  std::vector<ServerDatabase> databases_{};
  std::vector<backups::UnmatchedPattern> unmatched_{};
  backups::Manifest manifest_{};
  BackupSummary summary_{};
};

}  // namespace

BackupSummary backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop,
                     const BackupObserver& observer) {
  return Backup(connect, options, stop, observer).run();
}

}  // namespace pgdumpcore
