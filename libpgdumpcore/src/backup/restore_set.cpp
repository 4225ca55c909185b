// The story of a set's restore: its manifest, what is in the way, the globals or what they say of one database, and
// each database. Entry point: pgdumpcore::restore_set(). Test: tests/integration/backup_restore.

#include <pgdumpcore/restore_set.hpp>

#include "backup/cluster.hpp"
#include "backup/database_statements.hpp"
#include "backup/manifest.hpp"
#include "backup/sets.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace pgdumpcore {

namespace {

using backups::Manifest;

bool exists_everywhere(const std::string& database) {
  return database == "postgres" || database == "template1";
}

class SetRestore {
 public:
  SetRestore(std::filesystem::path set, const ConnectOptions& connect, const SetRestoreOptions& options,
             const std::stop_token& stop, const SetRestoreObserver& observer)
      : set_(std::move(set)),
        manifest_(backups::read_manifest(set_)),
        connect_(connect),
        options_(options),
        stop_(stop),
        observer_(observer) {}

  std::uint64_t run() {
    const std::vector<const DatabaseOutcome*> databases = chosen();
    pg::Connection connection = pg::Connection::open(connect_, stop_);
    connection.execute("SET client_encoding = 'UTF8'");
    for (const DatabaseOutcome* database : databases) check_free(connection, target_name(*database));
    if (!options_.database.empty())
      make_database(connection, *databases.front());
    else if (manifest_.globals)
      add(restore(RestoreInput::file((set_ / manifest_.globals->name).string()), connect_, {}, stop_,
                  observer_.restore));
    else
      for (const DatabaseOutcome* database : databases) make_plainly(connection, target_name(*database));
    for (const DatabaseOutcome* database : databases) restore_one(*database);
    return errors_;
  }

 private:
  [[nodiscard]] std::vector<const DatabaseOutcome*> chosen() const {
    std::vector<const DatabaseOutcome*> found;
    for (const DatabaseOutcome& database : manifest_.databases) {
      if (!options_.database.empty() && database.name != options_.database) continue;
      if (database.status == DatabaseStatus::complete) found.push_back(&database);
    }
    if (!options_.database.empty() && found.empty())
      throw Error(Fault::data, fmt::format("database \"{}\" is not in set \"{}\"", options_.database, set_.string()));
    return found;
  }

  [[nodiscard]] const std::string& target_name(const DatabaseOutcome& database) const {
    return options_.as.empty() ? database.name : options_.as;
  }

  static void check_free(pg::Connection& connection, const std::string& name) {
    if (exists_everywhere(name)) return;
    const std::string sql =
        "SELECT pg_catalog.count(*) FROM pg_catalog.pg_database WHERE datname = " + pg::quote_literal(name);
    if (connection.query(sql).row(0).at(0).integer() > 0)
      throw Error(Fault::data, fmt::format("database \"{}\" exists already", name))
          .hint("Drop it, or restore one database beside it with --database and --as.");
  }

  void add(const RestoreSummary& summary) { errors_ += summary.errors; }

  void run_statement(pg::Connection& connection, const std::string& sql) {
    const auto error = connection.attempt(sql);
    if (!error) return;
    if (error->fault() == Fault::cancelled || error->fault() == Fault::connection) throw *error;
    ++errors_;
    Error told = *error;
    if (observer_.restore.on_error) observer_.restore.on_error(told.detail("Command was: " + sql));
  }

  static void make_plainly(pg::Connection& connection, const std::string& name) {
    if (!exists_everywhere(name))
      connection.execute(fmt::format("CREATE DATABASE {} TEMPLATE template0", pg::double_quoted(name)));
  }

  // As the globals tell it, under the name that it is to have.
  void make_database(pg::Connection& connection, const DatabaseOutcome& database) {
    if (!manifest_.globals) return make_plainly(connection, target_name(database));
    const backups::DatabaseStatements told =
        backups::statements_about((set_ / manifest_.globals->name).string(), database.name, target_name(database));
    pg::Connection maker = pg::Connection::open(connect_, stop_);
    for (const std::string& setting : told.settings) maker.execute(setting);
    const bool made = std::ranges::any_of(told.statements, [](const auto& sql) { return sql.starts_with("CREATE "); });
    if (!made) make_plainly(maker, target_name(database));
    for (const std::string& sql : told.statements) {
      if (sql.starts_with("CREATE "))
        maker.execute(sql);
      else
        run_statement(maker, sql);
    }
  }

  void restore_one(const DatabaseOutcome& database) {
    ConnectOptions inside = connect_;
    inside.dbname = target_name(database);
    RestoreOptions how = options_.restore;
    how.create = false;
    if (database.format == Format::plain) how.jobs = 1;
    const RestoreSummary summary =
        restore(RestoreInput::file((set_ / database.file).string()), inside, how, stop_, observer_.restore);
    add(summary);
    if (observer_.on_database) observer_.on_database(inside.dbname, summary);
  }

  std::filesystem::path set_;
  Manifest manifest_;
  const ConnectOptions& connect_;
  const SetRestoreOptions& options_;
  std::stop_token stop_;
  const SetRestoreObserver& observer_;
  std::uint64_t errors_ = 0;
};

}  // namespace

std::uint64_t restore_set(const std::string& set, const ConnectOptions& connect, const SetRestoreOptions& options,
                          const std::stop_token& stop, const SetRestoreObserver& observer) {
  if (!options.as.empty() && options.database.empty())
    throw Error(Fault::usage, "a new name needs the name of one database");
  const std::string found = backups::find_set(set);
  if (found.empty()) throw Error(Fault::data, fmt::format("\"{}\" is not a backup set", set));
  return SetRestore(found, connect, options, stop, observer).run();
}

}  // namespace pgdumpcore
