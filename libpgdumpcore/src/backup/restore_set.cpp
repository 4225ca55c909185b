// The story of a set's restore: its manifest, what is in the way, the globals or what they say of one database, and
// each database. Entry point: pgdumpcore::restore_set(). Test: tests/integration/backup_restore.

#include <pgdumpcore/restore_set.hpp>

#include "backup/cluster.hpp"
#include "backup/database_statements.hpp"
#include "backup/manifest.hpp"
#include "backup/restore_globals.hpp"
#include "backup/restore_task.hpp"
#include "backup/set_lock.hpp"
#include "backup/set_needs.hpp"
#include "backup/sets.hpp"
#include "backup/unfinished_databases.hpp"
#include "base/nearest.hpp"
#include "pg/quote.hpp"
#include "restore/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <utility>

#include <unistd.h>

namespace pgdumpcore {

namespace {

using backups::exists_everywhere;
using backups::Manifest;

class SetRestore {
 public:
  SetRestore(std::filesystem::path set, const ConnectOptions& connect, const SetRestoreOptions& options,
             const std::stop_token& stop, const SetRestoreObserver& observer)
      : set_(std::move(set)),
        lock_(set_),
        manifest_(backups::read_manifest(set_)),
        options_(options),
        task_(connect, options, stop, observer),
        globals_(task_, unfinished_, manifest_.globals ? globals_path() : "") {}

  std::uint64_t run() {
    const std::vector<const DatabaseOutcome*> databases = chosen();
    check_options(databases);
    check_files(databases);
    check_server(databases);
    if (is_everything()) tell_what_is_missing();
    try {
      restore_all(databases);
    } catch (const Error& error) {
      throw unfinished_.left_by(error);
    }
    return task_.errors();
  }

 private:
  [[nodiscard]] bool is_everything() const { return options_.databases.empty(); }

  [[nodiscard]] std::vector<const DatabaseOutcome*> chosen() const {
    std::vector<const DatabaseOutcome*> found;
    for (const DatabaseOutcome& database : manifest_.databases)
      if ((is_everything() || names_it(database)) && database.status == DatabaseStatus::complete)
        found.push_back(&database);
    for (const std::string& name : options_.databases)
      if (std::ranges::none_of(found, [&](const DatabaseOutcome* database) { return database->name == name; }))
        throw not_in_set(name);
    return found;
  }

  [[nodiscard]] bool names_it(const DatabaseOutcome& database) const {
    return std::ranges::find(options_.databases, database.name) != options_.databases.end();
  }

  [[nodiscard]] Error not_in_set(const std::string& name) const {
    std::vector<std::string> names;
    for (const DatabaseOutcome& database : manifest_.databases) names.push_back(database.name);
    const std::string meant = nearest_name(name, names);
    Error error(Fault::data, fmt::format("database \"{}\" is not in set \"{}\"", name, set_.string()));
    if (!meant.empty() && meant != name) error.hint(fmt::format("Did you mean \"{}\"?", meant));
    return error;
  }

  [[nodiscard]] const std::string& target_name(const DatabaseOutcome& database) const {
    return options_.as.empty() ? database.name : options_.as;
  }

  [[nodiscard]] std::string globals_path() const { return (set_ / manifest_.globals->name).string(); }

  void restore_all(const std::vector<const DatabaseOutcome*>& databases) {
    const bool all_globals = is_everything() && manifest_.globals;
    if (all_globals)
      globals_.restore_all();
    else if (options_.with_roles && manifest_.globals)
      globals_.restore_roles();
    for (const DatabaseOutcome* database : databases) {
      if (!all_globals) globals_.make_database(database->name, target_name(*database));
      restore_one(*database);
    }
    globals_.apply_settings();
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
    if (code == std::errc::no_such_file_or_directory)
      throw Error(Fault::data, fmt::format("\"{}\" is missing, which the manifest names", path.string()))
          .hint("The set is damaged. pgdump list shows the other sets.");
    if (code == std::errc::permission_denied || (::access(path.c_str(), R_OK) != 0 && errno == EACCES))
      backups::refuse_unreadable(path.string());
    if (code) throw Error(Fault::io, fmt::format("could not read \"{}\": {}", path.string(), code.message()));
    if (there != size)
      throw Error(Fault::data, fmt::format("\"{}\" has {} bytes, the manifest says {}", path.string(), there, size))
          .hint("pgdump verify tells what is wrong with the set.");
  }

  // --- what the server has and lacks

  void check_server(const std::vector<const DatabaseOutcome*>& databases) {
    pg::Connection connection = task_.open_maintenance();
    for (const DatabaseOutcome* database : databases) check_free(connection, target_name(*database));
    backups::SetNeeds needs;
    for (const DatabaseOutcome* database : databases) {
      add_needs_of(*database, needs);
      if (!manifest_.globals) continue;
      const std::string& name = database->name;
      for (const std::string& sql : backups::statements_about(globals_path(), name, name).statements)
        backups::add_needs_of_statement(needs, sql, name, options_.restore);
    }
    std::set<std::string> roles_to_come;
    if (manifest_.globals && (is_everything() || options_.with_roles))
      roles_to_come = backups::roles_made_by(globals_path());
    // With everything, the globals make them.
    if (is_everything()) needs.tablespaces.clear();
    refuse_missing(connection, backups::missing_needs(connection, needs, roles_to_come));
  }

  // With everything, a file that cannot be read stops its own database alone, which then tells of it.
  void add_needs_of(const DatabaseOutcome& database, backups::SetNeeds& needs) const {
    const std::string path = (set_ / database.file).string();
    try {
      backups::add_needs_of_file(needs, path, database.name, options_.restore);
    } catch (const Error& error) {
      if (!is_everything() || error.fault() == Fault::cancelled) throw;
    }
  }

  void refuse_missing(const pg::Connection& connection, backups::MissingNeeds missing) const {
    const int major = std::atoi(manifest_.server_version.c_str());
    const std::string older =
        major > connection.server().major()
            ? fmt::format("the server's version {} is older than the set's, {}: not everything may come back",
                          connection.server().major(), major)
            : "";
    if (missing.lines.empty() || options_.restore.force) {
      std::vector<std::string> warnings = std::move(missing.lines);
      if (!older.empty()) warnings.push_back(older);
      for (const std::string& line : warnings) task_.warn(line);
      return;
    }
    std::string lines;
    for (const std::string& line : missing.lines) lines += line + "\n";
    std::string hint;
    if (missing.roles)
      hint += manifest_.globals && !is_everything()
                  ? "--with-roles makes the roles as the set has them; --no-owner and --no-acl do without.\n"
                  : "--no-owner and --no-acl do without the roles.\n";
    if (missing.locales)
      hint +=
          "Install the locales on the server, or make the database by hand (createdb -T template0 --locale=C NAME), "
          "and "
          "restore the set's file into it with -d NAME.\n";
    if (missing.extensions) hint += "Install the packages of the extensions on the server.\n";
    throw Error(Fault::data, fmt::format("the server lacks what set \"{}\" needs; nothing was changed", set_.string()))
        .detail(lines + older)
        .hint(hint + "--force restores what can be restored without it.");
  }

  static void check_free(pg::Connection& connection, const std::string& name) {
    if (exists_everywhere(name)) return;
    const std::string sql =
        "SELECT pg_catalog.count(*) FROM pg_catalog.pg_database WHERE datname "
        "OPERATOR(pg_catalog.=) " +
        pg::quote_literal(name) + "::pg_catalog.name";
    if (connection.query(sql).row(0).at(0).integer() > 0)
      throw Error(Fault::data, fmt::format("database \"{}\" exists already", name))
          .hint(
              "Restore the set's database beside it with --database and --as NEWNAME, or rename the one that is "
              "there.");
  }

  // --- errors, and what they leave

  void tell_what_is_missing() {
    const auto tell = [this](const std::string& what, const std::string& why) {
      task_.report(Error(Fault::data, fmt::format("{} not in the set: {}", what, why)));
    };
    if (!manifest_.globals && !manifest_.globals_error.empty()) tell("the globals are", manifest_.globals_error);
    for (const DatabaseOutcome& database : manifest_.databases)
      if (database.status == DatabaseStatus::failed)
        tell(fmt::format("database \"{}\" is", database.name),
             database.error ? database.error->what() : "no reason given");
  }

  // What is said is said of one of many.
  [[nodiscard]] RestoreObserver observer_of(const std::string& what) const {
    RestoreObserver named = task_.observer().restore;
    if (named.on_error)
      named.on_error = [what, tell = named.on_error](const Error& error) { tell(error.within(what)); };
    return named;
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
    ConnectOptions inside = task_.connect();
    inside.dbname = name;
    inside.read_write = true;
    try {
      const RestoreSummary summary = restore(RestoreInput::file((set_ / database.file).string()), inside,
                                             options_for(database), task_.stop(), observer_of(what));
      task_.add_errors(summary.errors);
      unfinished_.finished(name);
      if (task_.observer().on_database) task_.observer().on_database(name, summary);
    } catch (const Error& error) {
      if (!is_everything() || options_.restore.exit_on_error || error.fault() == Fault::cancelled)
        throw error.within(what);
      task_.report(unfinished_.left_by(error.within(what), name));
    }
  }

  std::filesystem::path set_;
  backups::SetReadLock lock_;
  Manifest manifest_;
  const SetRestoreOptions& options_;
  backups::RestoreTask task_;
  backups::UnfinishedDatabases unfinished_{task_};
  backups::GlobalsRestore globals_;
};

}  // namespace

std::uint64_t restore_set(const std::string& set, const ConnectOptions& connect, const SetRestoreOptions& options,
                          const std::stop_token& stop, const SetRestoreObserver& observer) {
  if (!options.as.empty() && options.databases.size() != 1)
    throw Error(Fault::usage, "a new name needs the name of one database");
  const std::string found = backups::find_set(set);
  if (found.empty()) throw Error(Fault::data, fmt::format("\"{}\" is not a backup set", set));
  return SetRestore(found, connect, options, stop, observer).run();
}

}  // namespace pgdumpcore
