// The story of a set's restore: its manifest, what is in the way, the globals or what they say of one database, and
// each database. Entry point: pgdumpcore::restore_set(). Test: tests/integration/backup_restore.

#include <pgdumpcore/restore_set.hpp>

#include "backup/cluster.hpp"
#include "backup/damaged_files.hpp"
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
#include "pg/session.hpp"
#include "restore/archive_restore.hpp"
#include "restore/input.hpp"
#include "restore/options.hpp"
#include "restore/restore_input.hpp"
#include "restore/script_guard.hpp"
#include "restore/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <set>
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

  // Before anything is changed: what is not what was saved must not come back as if it were.
  void check_files(const std::vector<const DatabaseOutcome*>& databases) {
    const std::vector<Error> damaged = backups::damaged_files(set_, manifest_, databases, task_.stop());
    if (damaged.empty()) return;
    if (options_.restore.force) {
      for (const Error& damage : damaged) task_.report(damage);
      return;
    }
    std::string others;
    for (std::size_t i = 1; i < damaged.size(); ++i) others += fmt::format("{}\n", damaged[i].what());
    throw Error(damaged.front())
        .detail(others)
        .hint(
            "The set is damaged; \"pgdump backup --list\" shows the other sets. Nothing was changed.\n"
            "--force restores what can be read of it.");
  }

  // --- what the server has and lacks

  void check_server(const std::vector<const DatabaseOutcome*>& databases) {
    pg::Connection connection = task_.open_maintenance();
    for (const DatabaseOutcome* database : databases) {
      if (exists_everywhere(target_name(*database)) && target_name(*database) == database->name)
        check_has_nothing_of(*database);
      else
        check_free(connection, target_name(*database));
    }
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
    if (missing.tablespaces) hint += "--no-tablespaces does without the tablespaces.\n";
    if (missing.extensions) hint += "Install the packages of the extensions on the server.\n";
    throw Error(Fault::data, fmt::format("the server lacks what set \"{}\" needs; nothing was changed", set_.string()))
        .detail(lines + older)
        .hint(hint + "--force restores what can be restored without it.");
  }

  static void check_free(pg::Connection& connection, const std::string& name) {
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

  // Of a database that every server has; a script looks for itself.
  void check_has_nothing_of(const DatabaseOutcome& database) const {
    if (database.format == Format::plain || options_.restore.force) return;
    const std::string path = (set_ / database.file).string();
    const restoring::OpenedInput input = restoring::open_input(RestoreInput::file(path));
    restoring::ScriptGuard guard("the set");
    for (const archive::Wanted& item : restoring::select_entries(input.archive->toc(), options_.restore))
      if (item.parts.schema && is_relation(*item.entry))
        guard.note({.kind = restoring::StatementFacts::Kind::creates_relation,
                    .name = {.schema = item.entry->schema, .name = item.entry->tag.str()}});
    ConnectOptions inside = task_.connect();
    inside.dbname = database.name;
    pg::Connection connection = pg::open_session(inside, pg::Purpose::administer, task_.stop());
    const std::string encoding = restoring::archive_settings(input.archive->toc()).encoding;
    connection.execute("SET client_encoding = " + pg::quote_literal(encoding));
    guard.check(connection, true);
  }

  static bool is_relation(const archive::Entry& entry) {
    static constexpr std::array kinds = {"TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "FOREIGN TABLE"};
    return std::ranges::find(kinds, std::string_view(entry.description)) != kinds.end();
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
      const RestoreSummary summary =
          restoring::restore_input(RestoreInput::file((set_ / database.file).string()), inside, options_for(database),
                                   task_.stop(), observer_of(what), nullptr);
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
  // The server would cut it, and what was made would not be what is named.
  constexpr std::size_t longest_name = 63;
  if (options.as.size() > longest_name)
    throw Error(Fault::usage, fmt::format("the name \"{}\" is longer than {} bytes", options.as, longest_name));
  const std::string found = backups::find_set(set);
  if (found.empty()) throw Error(Fault::data, fmt::format("\"{}\" is not a backup set", set));
  return SetRestore(found, connect, options, stop, observer).run();
}

}  // namespace pgdumpcore
