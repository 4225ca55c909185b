// The story of a backup: lock the directory, list the databases, save the globals and each database into the set
// that is still called partial, write the manifest, give the set its name.
// Entry point: pgdumpcore::backup(). Tests: tests/integration.

#include <pgdumpcore/backup.hpp>

#include "backup/directory_lock.hpp"
#include "backup/globals.hpp"
#include "backup/manifest.hpp"
#include "backup/names.hpp"
#include "backup/set_directory.hpp"
#include "backup/sets.hpp"
#include "io/codec.hpp"
#include "io/digest.hpp"
#include "pg/connection.hpp"
#include "pg/session.hpp"
#include "select/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace pgdumpcore {

namespace {

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
      : connect_(connect), options_(options), stop_(stop), observer_(observer) {}

  BackupSummary run() {
    const backups::DirectoryLock lock(options_.directory, stop_);
    backups::remove_stale_partials(options_.directory);
    manifest_.started_at = now();
    list_databases();
    const std::string name = backups::set_name(manifest_.started_at);
    backups::SetDirectory set(options_.directory, name, options_.sync);
    if (options_.globals) save_globals(set);
    for (std::size_t i = 0; i < databases_.size(); ++i) save_database(set, databases_[i], files_[i]);
    judge();
    write_manifest(set);
    summary_.path = set.commit().string();
    summary_.manifest = summary_.path + "/" + backups::manifest_name;
    if (summary_.status == BackupStatus::complete) {
      backups::point_latest(options_.directory, name);
      remove_expired(name);
    }
    return std::move(summary_);
  }

 private:
  void log(LogLevel level, const std::string& message, const std::string& hint) const {
    if (observer_.on_log) observer_.on_log(level, message, hint);
  }

  [[nodiscard]] pg::Connection open(const std::string& database) const {
    ConnectOptions connect = connect_;
    connect.dbname = database;
    return pg::Connection::open(connect, stop_);
  }

  // Where nobody said: the database that is meant for this, or the one that is always there.
  [[nodiscard]] pg::Connection open_maintenance() const {
    if (!connect_.dbname.empty() || !connect_.conninfo.empty() || std::getenv("PGDATABASE") != nullptr)
      return pg::Connection::open(connect_, stop_);
    try {
      return open("postgres");
    } catch (const Error& error) {
      if (std::string_view(error.what()).find("does not exist") == std::string_view::npos) throw;
      return open("template1");
    }
  }

  void list_databases() {
    pg::Connection connection = open_maintenance();
    maintenance_ = connection.database();
    manifest_.server_version = connection.server().text;
    connection.execute("SELECT pg_catalog.set_config('search_path', '', false)");
    if (!connection.attempt("SELECT system_identifier FROM pg_catalog.pg_control_system()"))
      manifest_.system_identifier =
          connection.query("SELECT system_identifier FROM pg_catalog.pg_control_system()").row(0).at(0).str();
    const pg::Result rows = connection.query(database_query());
    for (const pg::Row row : rows) databases_.push_back(row.at(0).str());
    if (databases_.empty()) throw Error(Fault::data, "no matching databases were found");
    files_ = backups::encode_names(databases_);
  }

  [[nodiscard]] std::string database_query() const {
    const auto any_of = [](const std::vector<std::string>& patterns) {
      std::vector<std::string> conditions;
      for (const std::string& text : patterns) {
        const select::Pattern pattern = select::parse_pattern(text);
        if (pattern.regexes.size() > 1)
          throw Error(Fault::usage, fmt::format("improper qualified name (too many dotted names): {}", text));
        conditions.push_back(select::matches("datname", pattern.name()));
      }
      return fmt::format("({})", fmt::join(conditions, " OR "));
    };
    std::string sql = "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn";
    sql += options_.include_databases.empty() ? " AND NOT datistemplate" : " AND " + any_of(options_.include_databases);
    if (!options_.exclude_databases.empty()) sql += " AND NOT " + any_of(options_.exclude_databases);
    return sql + " ORDER BY datname COLLATE \"C\"";
  }

  // Writes one file of the set: `fill` gets the place to write to.
  template <class Fill>
  SetFile save(backups::SetDirectory& set, const std::string& name, const Fill& fill) {
    io::DigestSink file(file_sink(set.file(name).string(), {.sync = options_.sync}));
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
            *out, maintenance_, databases_, [this](const std::string& database) { return open(database); },
            observer_.on_log);
        out->finish();
      });
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      summary_.globals_error = error.within("saving the globals failed");
      log(LogLevel::warning, summary_.globals_error->what(), error.hint());
    }
  }

  void save_database(backups::SetDirectory& set, const std::string& database, const std::string& base) {
    DatabaseOutcome outcome{.name = database, .codec = options_.compression.codec};
    try {
      const SetFile file = save(set, file_name(base), [&](Sink& sink) {
        ConnectOptions connect = connect_;
        connect.dbname = database;
        DumpOptions dump_options;
        dump_options.compression = options_.compression;
        const Observer observer = {.on_progress =
                                       [&](const Progress& progress) {
                                         if (observer_.on_progress) observer_.on_progress(database, progress);
                                       },
                                   .on_log = observer_.on_log};
        outcome.dump = dump(connect, dump_options, sink_target(std::make_unique<Forward>(sink)), stop_, observer);
      });
      outcome.file = file.name;
      outcome.size = file.size;
      outcome.sha256 = file.sha256;
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      outcome.status = DatabaseStatus::failed;
      outcome.error = error;
    }
    if (observer_.on_database) observer_.on_database(outcome);
    summary_.databases.push_back(std::move(outcome));
  }

  void judge() {
    const auto failed = [](const DatabaseOutcome& outcome) { return outcome.error.has_value(); };
    if (std::ranges::all_of(summary_.databases, failed)) {
      const Error& first = *summary_.databases.front().error;
      throw first.within(fmt::format("no database could be saved; \"{}\"", summary_.databases.front().name));
    }
    const bool whole = !summary_.globals_error && std::ranges::none_of(summary_.databases, failed);
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

  const ConnectOptions& connect_;
  const BackupOptions& options_;
  std::stop_token stop_;
  const BackupObserver& observer_;
  std::string maintenance_{};
  std::vector<std::string> databases_{};
  std::vector<std::string> files_{};  // their names, without what a format adds
  backups::Manifest manifest_{};
  BackupSummary summary_{};
};

}  // namespace

BackupSummary backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop,
                     const BackupObserver& observer) {
  return Backup(connect, options, stop, observer).run();
}

}  // namespace pgdumpcore
