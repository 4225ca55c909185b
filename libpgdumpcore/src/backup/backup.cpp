// The story of a backup: lock the directory, list the databases, save the globals and each database into the set
// that is still called partial, write the manifest, give the set its name.
// Entry point: pgdumpcore::backup(). Tests: tests/integration.

#include <pgdumpcore/backup.hpp>

#include "backup/cluster.hpp"
#include "backup/directory_lock.hpp"
#include "backup/globals.hpp"
#include "backup/manifest.hpp"
#include "backup/metrics.hpp"
#include "backup/names.hpp"
#include "backup/set_directory.hpp"
#include "backup/sets.hpp"
#include "io/codec.hpp"
#include "io/digest.hpp"
#include "pg/connection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore {

namespace {

using backups::ServerDatabase;

// Hands what it is given to a sink that outlives it, so that its digest can be read afterwards.
class Forward final : public Sink {
 public:
  explicit Forward(Sink& next) : next_(next) {}
  void write(std::span<const std::byte> bytes) override { next_.write(bytes); }
  void finish() override { next_.finish(); }

 private:
  Sink& next_;
};

std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

class Backup {
 public:
  Backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop,
         const BackupObserver& observer)
      : cluster_(connect, stop), options_(options), stop_(stop), observer_(observer) {}

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
    const backups::DirectoryLock lock(options_.directory, stop_);
    backups::remove_stale_partials(options_.directory);
    manifest_.started_at = now();
    find_databases();
    const std::string name = backups::set_name(manifest_.started_at);
    backups::SetDirectory set(options_.directory, name, options_.sync);
    if (options_.globals) save_globals(set);
    const std::vector<std::string> files = backups::encode_names(database_names());
    for (std::size_t i = 0; i < databases_.size(); ++i) save_database(set, databases_[i], files[i]);
    judge();
    write_manifest(set);
    summary_.path = set.commit().string();
    summary_.manifest = summary_.path + "/" + backups::manifest_name;
    if (summary_.status == BackupStatus::complete) {
      backups::point_latest(options_.directory, name);
      remove_expired(name);
    }
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
    if (observer_.on_log) observer_.on_log(level, message, hint);
  }

  void find_databases() {
    pg::Connection connection = cluster_.open_maintenance();
    maintenance_ = connection.database();
    manifest_.server_version = connection.server().text;
    databases_ = backups::list_databases(connection, options_);
    if (!connection.attempt("SELECT system_identifier FROM pg_catalog.pg_control_system()"))
      manifest_.system_identifier =
          connection.query("SELECT system_identifier FROM pg_catalog.pg_control_system()").row(0).at(0).str();
  }

  [[nodiscard]] std::vector<std::string> database_names() const {
    std::vector<std::string> names;
    for (const ServerDatabase& database : databases_) names.push_back(database.name);
    return names;
  }

  // Writes one file of the set: `fill` gets the place to write to.
  template <class Fill>
  SetFile save(backups::SetDirectory& set, const std::string& name, const Fill& fill) {
    io::DigestSink file(file_sink(set.file(name).string(), {.sync = options_.sync ? Sync::files : Sync::none}));
    fill(file);
    return {name, file.byte_count(), file.sha256()};
  }

  [[nodiscard]] std::string file_name(const std::string& base) const {
    return fmt::format("{}.sql{}", base, io::traits_of(options_.compression.codec).extension);
  }

  void save_globals(backups::SetDirectory& set) {
    try {
      manifest_.globals = save(set, file_name("globals"), [&](Sink& file) {
        const auto out = io::compress_to(std::make_unique<Forward>(file), options_.compression);
        backups::write_globals(
            *out, maintenance_, database_names(),
            [this](const std::string& database) { return cluster_.open(database); }, observer_.on_log);
        out->finish();
      });
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      summary_.globals_error = error.within("saving the globals failed");
      log(LogLevel::warning, summary_.globals_error->what(), error.hint());
    }
  }

  void save_database(backups::SetDirectory& set, const ServerDatabase& database, const std::string& base) {
    const auto began = std::chrono::steady_clock::now();
    DatabaseOutcome outcome{.name = database.name, .codec = options_.compression.codec};
    try {
      dump_into(set, outcome, base);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      outcome.status = DatabaseStatus::failed;
      outcome.error = error;
      look_for_it(set, database, outcome, base);
    }
    outcome.duration = std::chrono::steady_clock::now() - began;
    if (observer_.on_database) observer_.on_database(outcome);
    summary_.databases.push_back(std::move(outcome));
  }

  void dump_into(backups::SetDirectory& set, DatabaseOutcome& outcome, const std::string& base) {
    const SetFile file = save(set, file_name(base), [&](Sink& sink) {
      DumpOptions dump_options;
      dump_options.compression = options_.compression;
      const Observer observer = {.on_progress =
                                     [&](const Progress& progress) {
                                       if (observer_.on_progress) observer_.on_progress(outcome.name, progress);
                                     },
                                 .on_log = observer_.on_log};
      outcome.dump = dump(cluster_.options_for(outcome.name), dump_options,
                          sink_target(std::make_unique<Forward>(sink)), stop_, observer);
    });
    outcome.file = file.name;
    outcome.size = file.size;
    outcome.sha256 = file.sha256;
  }

  // A database that failed may have been dropped since it was listed, or renamed.
  void look_for_it(backups::SetDirectory& set, const ServerDatabase& database, DatabaseOutcome& outcome,
                   const std::string& base) {
    try {
      pg::Connection connection = cluster_.open(maintenance_);
      const std::optional<std::string> name = backups::current_name(connection, database.oid);
      if (!name) outcome.status = DatabaseStatus::dropped;
      if (!name || *name == outcome.name) return;
      log(LogLevel::warning, fmt::format("database \"{}\" was renamed to \"{}\"", outcome.name, *name), "");
      outcome = {.name = *name, .codec = options_.compression.codec};
      dump_into(set, outcome, base);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      outcome.status = DatabaseStatus::failed;
      if (!outcome.error) outcome.error = error;
    }
  }

  void judge() {
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
    const auto file =
        file_sink(set.file(backups::manifest_name).string(), {.sync = options_.sync ? Sync::files : Sync::none});
    file->write_text(backups::manifest_json(manifest_));
    file->finish();
  }

  // The new set is safe, so a set that cannot be removed is no failure of this run.
  void remove_expired(const std::string& fresh) {
    if (options_.retention.keeps_everything()) return;
    for (const std::string& set : backups::expired_sets(backups::own_sets(options_.directory), options_.retention)) {
      if (set == fresh) continue;
      try {
        backups::remove_set(options_.directory, set);
        summary_.removed.push_back(set);
      } catch (const Error& error) {
        log(LogLevel::warning, error.within("an old set stays").what(), error.hint());
      }
    }
  }

  backups::Cluster cluster_;
  const BackupOptions& options_;
  std::stop_token stop_;
  const BackupObserver& observer_;
  std::string maintenance_{};
  std::vector<ServerDatabase> databases_{};
  backups::Manifest manifest_{};
  BackupSummary summary_{};
};

}  // namespace

BackupSummary backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop,
                     const BackupObserver& observer) {
  return Backup(connect, options, stop, observer).run();
}

}  // namespace pgdumpcore
