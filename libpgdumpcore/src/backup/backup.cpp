// The story of a backup: lock the directory, list the databases, save the globals and each database into the set
// that is still called partial, write the manifest, give the set its name.
// Entry points: pgdumpcore::backup(), backup_into(). Tests: tests/integration, tests/stores.

#include "backup/backup_into.hpp"

#include "base/clock.hpp"
#include "backup/connection_limit.hpp"
#include "backup/cluster.hpp"
#include "backup/globals.hpp"
#include "sets/latest.hpp"
#include "sets/manifest.hpp"
#include "backup/metrics.hpp"
#include "sets/names.hpp"
#include "backup/older_sets.hpp"
#include "backup/set_writer.hpp"
#include "sets/known_sets.hpp"
#include "backup/space.hpp"
#include "backup/template1.hpp"
#include "pg/connection.hpp"
#include "pg/session.hpp"
#include "pg/sqlstate.hpp"
#include "storage/locations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

namespace pgdumpcore {

namespace {

using backups::ServerDatabase;

class Backup {
 public:
  Backup(std::shared_ptr<storage::Store> store, const ConnectOptions& connect, const BackupOptions& options,
         const std::stop_token& stop, const BackupObserver& observer)
      : store_(std::move(store)),
        stopped_by_caller_(stop, [this] { stop_.request_stop(); }),
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
    sets::refuse_set(*store_);
    const std::unique_ptr<storage::Lock> lock = store_->lock(stop_.get_token());
    sets::remove_unfinished(*store_);
    manifest_.started_at = free_second();
    find_databases();
    check_sets();
    const std::string name = sets::set_name(manifest_.started_at);
    const std::unique_ptr<storage::NewGroup> set = store_->begin(name);
    const backups::SetWriter writer(*set, options_);
    if (options_.globals) save_globals(writer);
    save_databases(writer);
    if (options_.globals && follow_names()) save_globals(writer);
    decide_status();
    set->commit(sets::manifest_name, manifest());
    summary_.path = store_->describe(name);
    summary_.manifest = summary_.path + "/" + sets::manifest_name;
    tidy_up(name);
  }

  // A set is named after the second in which it begins. If the run before has taken this one, the next is waited for.
  std::chrono::sys_seconds free_second() const {
    const auto exists = [&](std::chrono::sys_seconds second) { return store_->has_group(sets::set_name(second)); };
    const std::chrono::sys_seconds first = base::current_second();
    std::chrono::sys_seconds second = first;
    while (exists(second) && second == first && !stop_.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      second = base::current_second();
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
      backups::write_metrics(options_.metrics_file, {status, base::current_second(), summary_.databases});
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
    for (const backups::SkippedDatabase& database : backups::databases_left_out(connection, options_)) {
      left_out_.push_back(database.name);
      log(LogLevel::warning, fmt::format("database \"{}\" is left out: {}", database.name, database.reason),
          database.remedy);
    }
    if (!connection.try_execute("SELECT system_identifier FROM pg_catalog.pg_control_system()"))
      manifest_.system_identifier =
          connection.query("SELECT system_identifier FROM pg_catalog.pg_control_system()").row(0).at(0).str();
    pg::end_snapshot(connection);
  }

  void check_sets() {
    manifest_.selection = sets::selection_of(options_);
    manifest_.recipients = options_.recipients.names();
    const std::vector<sets::KnownSet> known = sets::known_sets(store_);
    older_sets().report(known);
    backups::check_free_space(*store_, databases_, sets::newest_of(known, series()), observer_.on_log);
  }

  [[nodiscard]] std::vector<std::string> database_names() const {
    std::vector<std::string> names;
    for (const ServerDatabase& database : databases_) names.push_back(database.name);
    return names;
  }

  // Databases that were renamed or dropped since they were listed: the globals are to make those that are in the set,
  // by the names that the set has for them. False: there are none.
  bool follow_names() {
    std::vector<ServerDatabase> left;
    bool has_changed = false;
    for (std::size_t i = 0; i < databases_.size(); ++i) {
      const DatabaseOutcome& outcome = summary_.databases[i];
      has_changed |= outcome.status == DatabaseStatus::dropped || outcome.name != databases_[i].name;
      if (outcome.status == DatabaseStatus::dropped) continue;
      left.push_back(databases_[i]);
      left.back().name = outcome.name;
    }
    databases_ = std::move(left);
    return has_changed;
  }

  void save_globals(const backups::SetWriter& writer) {
    try {
      manifest_.globals = writer.save_script("globals", [&](Sink& out) {
        backups::write_globals(
            out, maintenance_, database_names(),
            [this](const std::string& database) { return cluster_.connect(database); }, observer_.on_log);
      });
      summary_.globals_error.reset();
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      manifest_.globals.reset();
      summary_.globals_error = error.within("saving the globals failed");
      log(LogLevel::warning, summary_.globals_error->what(), error.hint());
    }
  }

  void save_databases(const backups::SetWriter& writer) {
    const std::vector<std::string> files = sets::encode_names(database_names());
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
      save_by_identity(writer, database.oid, how, outcome);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      outcome.status = DatabaseStatus::failed;
      outcome.error = error;
    }
    outcome.duration = std::chrono::steady_clock::now() - began;
    observer_.on_database(outcome);
  }

  // A name may lead to another database than it did when the databases were listed. A database that is connected to
  // cannot be renamed: if it has its name before and after its dump, the dump is its own.
  void save_by_identity(const backups::SetWriter& writer, pg::Oid database, const backups::DatabaseDump& how,
                        DatabaseOutcome& outcome) {
    constexpr int most_renames = 5;
    for (int tries = 0; tries < most_renames; ++tries) {
      if (!take_current_name(database, outcome)) return;
      const std::string name = outcome.name;
      std::optional<Error> failure;
      try {
        save_within_two_tries(writer, how, outcome);
      } catch (const Error& error) {
        if (error.fault() == Fault::cancelled) throw;
        failure = error;
      }
      const DatabaseOutcome saved = outcome;
      if (!has_kept_name(database, outcome, failure.has_value())) {
        writer.discard(saved);
        if (outcome.status == DatabaseStatus::dropped) return;
        continue;
      }
      if (failure) throw *failure;
      outcome.status = DatabaseStatus::complete;
      return;
    }
    throw Error(Fault::data, "it was renamed again and again while it was to be saved");
  }

  // A dump that succeeded does not fail for want of one more connection.
  bool has_kept_name(pg::Oid database, DatabaseOutcome& outcome, bool has_failed) {
    const std::string name = outcome.name;
    try {
      return take_current_name(database, outcome) && outcome.name == name;
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled || has_failed) throw;
      log(LogLevel::warning,
          error.within(fmt::format("it is not known whether database \"{}\" was renamed meanwhile", name)).what(),
          error.hint());
      return true;
    }
  }

  // False: the database is gone, which the outcome then says. One that was renamed is to be saved under its new name.
  bool take_current_name(pg::Oid database, DatabaseOutcome& outcome) {
    pg::Connection connection = cluster_.open(maintenance_);
    const std::optional<std::string> name = backups::current_name(connection, database);
    if (!name) {
      outcome = {.name = outcome.name,
                 .status = DatabaseStatus::dropped,
                 .error = Error(Fault::server, fmt::format("database \"{}\" was dropped", outcome.name))};
      return false;
    }
    if (*name == outcome.name) return true;
    log(LogLevel::warning, fmt::format("database \"{}\" was renamed to \"{}\"", outcome.name, *name), "");
    outcome = {.name = *name, .status = DatabaseStatus::failed};
    return true;
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

  [[nodiscard]] std::string manifest() {
    manifest_.finished_at = base::current_second();
    manifest_.status = summary_.status;
    manifest_.databases = summary_.databases;
    if (summary_.globals_error) manifest_.globals_error = summary_.globals_error->what();
    return sets::manifest_json(manifest_);
  }

  [[nodiscard]] sets::Series series() const { return {manifest_.system_identifier, *manifest_.selection}; }
  [[nodiscard]] backups::OlderSets older_sets() const {
    return {store_, series(), manifest_.started_at, observer_.on_log};
  }

  // The new set is safe: what fails now is no failure of this run.
  void tidy_up(const std::string& fresh) {
    try {
      const bool is_complete = summary_.status == BackupStatus::complete;
      if (is_complete) sets::update_latest(store_, observer_.on_log);
      for (const sets::ExpiredSet& set :
           older_sets().remove_expired(options_.retention, fresh, is_complete, left_out_)) {
        summary_.removed.push_back(set.name);
        summary_.removal_reasons.push_back(set.reason);
      }
    } catch (const Error& error) {
      log(LogLevel::warning, error.within("the new set is there, but the older sets were not looked at").what(),
          error.hint());
    }
  }

  std::shared_ptr<storage::Store> store_;
  // The caller's stop, and the first failure's.
  std::stop_source stop_{};
  std::stop_callback<std::function<void()>> stopped_by_caller_;
  backups::Cluster cluster_;
  const BackupOptions& options_;
  std::mutex observing_{};
  BackupObserver observer_;
  std::string maintenance_{};
  std::vector<ServerDatabase> databases_{};
  std::vector<std::string> left_out_{};  // databases of the server that are not to be saved
  std::vector<backups::UnmatchedPattern> unmatched_{};
  sets::Manifest manifest_{};
  BackupSummary summary_{};
};

}  // namespace

BackupSummary backups::backup_into(const std::shared_ptr<storage::Store>& store, const ConnectOptions& connect,
                                   const BackupOptions& options, const std::stop_token& stop,
                                   const BackupObserver& observer) {
  return Backup(store, connect, options, stop, observer).run();
}

BackupSummary backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop,
                     const BackupObserver& observer) {
  return backups::backup_into(storage::open_store(options.directory, options.sync), connect, options, stop, observer);
}

}  // namespace pgdumpcore
