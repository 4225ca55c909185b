// The story of a set's restore: its manifest, what is in the way, the globals or what they say of one database, and
// each database. Entry point: pgdumpcore::restore_set(). Test: tests/integration/backup_restore.

#include <pgdumpcore/restore_set.hpp>

#include "backup/cluster.hpp"
#include "backup/database_statements.hpp"
#include "backup/manifest.hpp"
#include "backup/sets.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "restore/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace pgdumpcore {

namespace {

using backups::exists_everywhere;
using backups::Manifest;

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
    check_options(databases);
    check_files(databases);
    {
      pg::Connection connection = pg::open_session(connect_, pg::Purpose::administer, stop_);
      connection.execute("SET client_encoding = 'UTF8'");
      for (const DatabaseOutcome* database : databases) check_free(connection, target_name(*database));
    }
    if (is_everything()) tell_what_is_missing();
    if (!is_everything())
      make_database(*databases.front());
    else if (manifest_.globals)
      restore_globals();
    else
      for (const DatabaseOutcome* database : databases) make_plainly(target_name(*database));
    for (const DatabaseOutcome* database : databases) restore_one(*database);
    return errors_;
  }

 private:
  [[nodiscard]] bool is_everything() const { return options_.database.empty(); }

  [[nodiscard]] std::vector<const DatabaseOutcome*> chosen() const {
    std::vector<const DatabaseOutcome*> found;
    for (const DatabaseOutcome& database : manifest_.databases) {
      if (!is_everything() && database.name != options_.database) continue;
      if (database.status == DatabaseStatus::complete) found.push_back(&database);
    }
    if (!is_everything() && found.empty())
      throw Error(Fault::data, fmt::format("database \"{}\" is not in set \"{}\"", options_.database, set_.string()));
    return found;
  }

  [[nodiscard]] const std::string& target_name(const DatabaseOutcome& database) const {
    return options_.as.empty() ? database.name : options_.as;
  }

  // Whatever would be refused later is refused before anything is done.
  void check_options(const std::vector<const DatabaseOutcome*>& databases) const {
    const RestoreOptions& how = options_.restore;
    for (const auto& [given, name] : {std::pair(how.create, "-C/--create"), std::pair(how.clean, "-c/--clean"),
                                      std::pair(!how.use_list.empty(), "-L/--use-list")})
      if (given) throw Error(Fault::usage, fmt::format("option {} cannot be used with a backup set", name));
    restoring::check_options(how);
    for (const DatabaseOutcome* database : databases)
      if (database->format == Format::plain)
        restoring::check_options_for_script(options_for(*database), fmt::format("\"{}\"", database->file));
  }

  void check_files(const std::vector<const DatabaseOutcome*>& databases) const {
    if (manifest_.globals) check_file(manifest_.globals->name, manifest_.globals->size);
    for (const DatabaseOutcome* database : databases) {
      if (database->format != Format::directory) check_file(database->file, database->size);
      for (const SetFile& file : database->files) check_file(database->file + "/" + file.name, file.size);
    }
  }

  // The digests would take as long as the restore.
  void check_file(const std::string& name, std::uint64_t size) const {
    const std::filesystem::path path = set_ / name;
    std::error_code code;
    const std::uint64_t there = std::filesystem::file_size(path, code);
    if (code) throw Error(Fault::io, fmt::format("could not read \"{}\": {}", path.string(), code.message()));
    if (there != size)
      throw Error(Fault::data, fmt::format("\"{}\" has {} bytes, the manifest says {}", path.string(), there, size))
          .hint("pgdump verify tells what is wrong with the set.");
  }

  static void check_free(pg::Connection& connection, const std::string& name) {
    if (exists_everywhere(name)) return;
    const std::string sql =
        "SELECT pg_catalog.count(*) FROM pg_catalog.pg_database WHERE datname = " + pg::quote_literal(name);
    if (connection.query(sql).row(0).at(0).integer() > 0)
      throw Error(Fault::data, fmt::format("database \"{}\" exists already", name))
          .hint("Drop it, or restore one database beside it with --database and --as.");
  }

  void tell_what_is_missing() {
    const auto tell = [this](const std::string& what, const std::string& why) {
      give_error(Error(Fault::data, fmt::format("{} not in the set: {}", what, why)));
    };
    if (!manifest_.globals && !manifest_.globals_error.empty()) tell("the globals are", manifest_.globals_error);
    for (const DatabaseOutcome& database : manifest_.databases)
      if (database.status == DatabaseStatus::failed)
        tell(fmt::format("database \"{}\" is", database.name),
             database.error ? database.error->what() : "no reason given");
  }

  void give_error(const Error& error) {
    ++errors_;
    if (observer_.restore.on_error) observer_.restore.on_error(error);
  }

  // What is said is said of one of many.
  [[nodiscard]] RestoreObserver observer_of(const std::string& what) const {
    RestoreObserver named = observer_.restore;
    if (named.on_error)
      named.on_error = [what, tell = observer_.restore.on_error](const Error& error) { tell(error.within(what)); };
    return named;
  }

  void restore_globals() {
    const RestoreOptions how = {.exit_on_error = options_.restore.exit_on_error};
    errors_ += restore(RestoreInput::file((set_ / manifest_.globals->name).string()), connect_, how, stop_,
                       observer_of("globals"))
                   .errors;
  }

  void make_plainly(const std::string& name) {
    if (exists_everywhere(name)) return;
    pg::Connection connection = pg::open_session(connect_, pg::Purpose::administer, stop_);
    connection.execute("SET client_encoding = 'UTF8'");
    connection.execute(fmt::format("CREATE DATABASE {} TEMPLATE template0", pg::double_quoted(name)));
  }

  // As the globals tell it, under the name that it is to have.
  void make_database(const DatabaseOutcome& database) {
    const std::string& name = target_name(database);
    if (!manifest_.globals) return make_plainly(name);
    const backups::DatabaseStatements told =
        backups::statements_about((set_ / manifest_.globals->name).string(), database.name, name);
    const auto makes = [](const std::string& sql) { return sql.starts_with("CREATE "); };
    if (std::ranges::none_of(told.statements, makes)) make_plainly(name);
    pg::Connection connection = pg::open_session(connect_, pg::Purpose::administer, stop_);
    for (const std::string& setting : told.settings) connection.execute(setting);
    for (const std::string& sql : told.statements) {
      if (makes(sql))
        connection.execute(sql);
      else
        run_statement(connection, sql);
    }
  }

  void run_statement(pg::Connection& connection, const std::string& sql) {
    const auto error = connection.attempt(sql);
    if (!error) return;
    if (error->fault() == Fault::cancelled || error->fault() == Fault::connection || options_.restore.exit_on_error)
      throw *error;
    Error told = *error;
    give_error(told.detail("Command was: " + sql));
  }

  // Scripts are restored by one connection.
  [[nodiscard]] RestoreOptions options_for(const DatabaseOutcome& database) const {
    RestoreOptions how = options_.restore;
    if (database.format == Format::plain) how.jobs = 1;
    return how;
  }

  // With everything, one that fails does not stop the others.
  void restore_one(const DatabaseOutcome& database) {
    const std::string& name = target_name(database);
    const std::string what = fmt::format("database \"{}\"", name);
    ConnectOptions inside = connect_;
    inside.dbname = name;
    inside.read_write = true;
    try {
      const RestoreSummary summary = restore(RestoreInput::file((set_ / database.file).string()), inside,
                                             options_for(database), stop_, observer_of(what));
      errors_ += summary.errors;
      if (observer_.on_database) observer_.on_database(name, summary);
    } catch (const Error& error) {
      if (!is_everything() || options_.restore.exit_on_error || error.fault() == Fault::cancelled)
        throw error.within(what);
      give_error(error.within(what));
    }
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
