// The story of a set's restore: its manifest, what is in the way, the globals or what they say of one database, and
// each database. Entry point: pgdumpcore::restore_set(). Test: tests/integration/backup_restore.

#include "backup/restore_set_of.hpp"

#include "backup/cluster.hpp"
#include "sets/damaged_files.hpp"
#include "backup/database_statements.hpp"
#include "sets/set.hpp"
#include "backup/restore_globals.hpp"
#include "backup/restore_parts.hpp"
#include "backup/restore_task.hpp"
#include "backup/set_needs.hpp"
#include "backup/unfinished_databases.hpp"
#include "base/some_of.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "restore/archive_restore.hpp"
#include "restore/belonging.hpp"
#include "restore/input.hpp"
#include "restore/options.hpp"
#include "restore/restore_input.hpp"
#include "restore/script_guard.hpp"
#include "restore/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace pgdumpcore {

namespace {

using backups::exists_everywhere;

constexpr std::size_t most_named = 20;  // of what does not come back

class SetRestore {
 public:
  SetRestore(sets::Set set, const ConnectOptions& connect, const SetRestoreOptions& options,
             const std::stop_token& stop, const SetRestoreObserver& observer)
      : set_(std::move(set)),
        lock_(set_.lock()),
        manifest_(set_.read_manifest()),
        options_(options),
        task_(connect, options, stop, observer),
        globals_file_{.input = globals_input(), .up_to_damage = options.restore.force},
        globals_(task_, unfinished_, globals_file_) {}

  std::uint64_t run() {
    const std::vector<const DatabaseOutcome*> databases = chosen();
    check_options();
    check_files(databases);
    if (backups::restores_parts(options_)) {
      const DatabaseOutcome& database = *databases.front();
      backups::restore_parts(task_, set_.input(database), database.name);
      return task_.errors();
    }
    check_server(databases);
    if (is_everything()) tell_what_is_missing();
    try {
      restore_all(databases);
    } catch (const Error& error) {
      throw unfinished_.left_by(error);
    }
    if (!task_.lost().empty())
      task_.warn(fmt::format("not restored of set \"{}\": {}", set_.path(), some_of(task_.lost(), most_named)));
    return task_.errors();
  }

 private:
  [[nodiscard]] bool is_everything() const { return options_.databases.empty(); }

  [[nodiscard]] std::vector<const DatabaseOutcome*> chosen() const {
    std::vector<const DatabaseOutcome*> found;
    for (const DatabaseOutcome& database : manifest_.databases)
      if ((is_everything() || names_it(database)) && database.status == DatabaseStatus::complete)
        found.push_back(&database);
    for (const std::string& name : options_.databases) static_cast<void>(sets::database_in(set_, manifest_, name));
    return found;
  }

  [[nodiscard]] bool names_it(const DatabaseOutcome& database) const {
    return std::ranges::find(options_.databases, database.name) != options_.databases.end();
  }

  [[nodiscard]] const std::string& target_name(const DatabaseOutcome& database) const {
    return options_.as.empty() ? database.name : options_.as;
  }

  // nullopt: the set has none, or they are missing, which check_files() reports.
  [[nodiscard]] std::optional<RestoreInput> globals_input() const {
    if (!manifest_.globals || !set_.store()->size(set_.key(manifest_.globals->name))) return std::nullopt;
    return set_.input(manifest_.globals->name);
  }

  void restore_all(const std::vector<const DatabaseOutcome*>& databases) {
    const bool all_globals = is_everything() && manifest_.globals;
    if (all_globals)
      globals_.restore_all();
    else if (options_.with_roles && manifest_.globals)
      globals_.restore_roles();
    for (const DatabaseOutcome* database : databases) {
      restore_one(*database, all_globals);
    }
    globals_.apply_settings();
  }

  // Whatever would be refused later is refused before anything is done.
  void check_options() const {
    const RestoreOptions& how = options_.restore;
    // What is made anew has nothing to drop.
    const bool cleans = how.clean && !backups::restores_parts(options_);
    for (const auto& [given, name] : {std::pair(how.create, "-C/--create"), std::pair(cleans, "-c/--clean"),
                                      std::pair(!how.use_list.empty(), "-L/--use-list")})
      if (given) throw Error(Fault::usage, fmt::format("option {} cannot be used with a backup set", name));
    if (how.missing_rows && !options_.as.empty())
      throw Error(Fault::usage,
                  "a new database lacks all rows: options --missing-rows and --as cannot be used together");
    restoring::check_options(how);
  }

  // Before anything is changed: what is not what was saved must not come back as if it were.
  void check_files(const std::vector<const DatabaseOutcome*>& databases) {
    const std::vector<Error> damaged = sets::damaged_files(set_, manifest_, databases, task_.stop());
    if (damaged.empty()) return;
    if (options_.restore.force) {
      for (const Error& damage : damaged) task_.report(damage);
      if (manifest_.globals && !globals_file_.input) task_.note_lost("the globals");
      return;
    }
    std::string others;
    for (std::size_t i = 1; i < damaged.size(); ++i) others += fmt::format("{}\n", damaged[i].what());
    throw Error(damaged.front())
        .detail(others)
        .hint(
            "The set is damaged; \"pgdump list\" shows the other sets. Nothing was changed.\n"
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
      const std::string& name = database->name;
      const backups::DatabaseStatements told = backups::statements_about(globals_file_, name, name);
      for (const std::string& sql : told.statements)
        backups::add_needs_of_statement(needs, sql, name, options_.restore);
      for (const std::string& sql : told.database_settings)
        backups::add_needs_of_setting(needs, sql, name, options_.restore);
    }
    std::set<std::string> roles_to_come;
    if (is_everything() || options_.with_roles) roles_to_come = backups::roles_made_by(globals_file_);
    // With everything, the globals make them.
    if (is_everything()) needs.tablespaces.clear();
    refuse_missing(connection, backups::missing_needs(connection, needs, roles_to_come));
  }

  // A file that cannot be read stops its own database alone, which then tells of it.
  void add_needs_of(const DatabaseOutcome& database, backups::SetNeeds& needs) const {
    try {
      backups::add_needs_of_file(needs, set_.input(database), database.name, options_.restore);
    } catch (const Error& error) {
      if (!goes_on_with_others() || error.fault() == Fault::cancelled) throw;
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
          "and restore the set's file into it with -d NAME.\n";
    if (missing.tablespaces) hint += "--no-tablespaces does without the tablespaces.\n";
    if (missing.extensions) hint += "Install the packages of the extensions on the server.\n";
    throw Error(Fault::data, fmt::format("the server lacks what set \"{}\" needs; nothing was changed", set_.path()))
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
    const restoring::OpenedInput input = restoring::open_input(set_.input(database));
    restoring::ScriptGuard guard("the set");
    for (const archive::Wanted& item : restoring::select_entries(input.archive->toc(), options_.restore))
      if (item.parts.schema && restoring::makes_relation(*item.entry))
        guard.note({.kind = restoring::StatementFacts::Kind::creates_relation,
                    .name = {.schema = item.entry->schema, .name = item.entry->tag.str()}});
    pg::Connection connection = pg::open_session(task_.inside(database.name), pg::Purpose::administer, task_.stop());
    restoring::use_encoding_of(input.archive->toc(), connection);
    guard.check(connection, true);
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
  [[nodiscard]] RestoreObserver observer_of(const std::string& what) {
    RestoreObserver named = task_.observer().restore;
    if (named.on_error)
      named.on_error = [what, tell = named.on_error](const Error& error) { tell(error.within(what)); };
    // Of an entry of an archive that cannot be read.
    if (options_.restore.force)
      named.on_error = [this, what, tell = std::move(named.on_error)](const Error& error) {
        if (error.fault() == Fault::data || error.fault() == Fault::io)
          task_.note_lost(fmt::format("{} of {}", error.object(), what));
        if (tell) tell(error);
      };
    return named;
  }

  // Scripts are restored by one connection.
  [[nodiscard]] RestoreOptions options_for(const DatabaseOutcome& database) const {
    RestoreOptions how = options_.restore;
    how.with_parts = backups::chooses_parts(how);
    if (database.format == Format::plain && !how.with_parts) how.jobs = 1;
    return how;
  }

  [[nodiscard]] bool goes_on_with_others() const { return is_everything() || options_.restore.force; }

  // Of a database made here, whose restore has passed over errors.
  bool drops_failed(const std::string& name) {
    if (!options_.drop_on_failure || !unfinished_.has(name)) return false;
    const Error left = unfinished_.left_by(Error(Fault::server, "it is not complete"), name);
    if (!left.hint().empty()) task_.report(left.within(fmt::format("database \"{}\"", name)));
    return true;
  }

  // They are restored switched off, and name what is another database's.
  void warn_of_subscriptions(const ConnectOptions& inside) const {
    try {
      pg::Connection connection = pg::open_session(inside, pg::Purpose::administer, task_.stop());
      const pg::Result found = connection.query(
          "SELECT s.subname FROM pg_catalog.pg_subscription AS s JOIN pg_catalog.pg_database AS d ON d.oid "
          "OPERATOR(pg_catalog.=) s.subdbid WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database() AND "
          "s.subslotname IS NOT NULL AND NOT s.subenabled ORDER BY 1");
      std::vector<std::string> names;
      for (const pg::Row row : found) names.push_back(row.at(0).str());
      if (names.empty()) return;
      task_.warn(
          fmt::format("subscriptions of database \"{}\" are switched off, and name replication slots of the "
                      "database that was saved: {}",
                      inside.dbname, some_of(names)),
          "In its place: ALTER SUBSCRIPTION … ENABLE. In a copy of it: ALTER SUBSCRIPTION … SET (slot_name = NONE) "
          "before the subscription is dropped, or the original's slot goes with it.");
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      task_.warn(error.within("subscriptions could not be looked for").what());
    }
  }

  // With everything, and with --force, one that fails does not stop the others.
  //   all_globals: they have been restored, and have made it
  void restore_one(const DatabaseOutcome& database, bool all_globals) {
    const std::string& name = target_name(database);
    const std::string what = fmt::format("database \"{}\"", name);
    const ConnectOptions inside = task_.inside(name);
    const std::uint64_t errors_before = task_.errors();
    try {
      if (!all_globals)
        globals_.make_database(database.name, name);
      else if (options_.restore.force)
        globals_.make_if_lost(name);
      const RestoreSummary summary = restoring::restore_input(set_.input(database), inside, options_for(database),
                                                              task_.stop(), observer_of(what), nullptr);
      task_.add_errors(summary.errors);
      if (task_.errors() > errors_before && drops_failed(name)) return;
      unfinished_.finished(name);
      warn_of_subscriptions(inside);
      if (task_.observer().on_database) task_.observer().on_database(name, summary);
    } catch (const Error& error) {
      if (!goes_on_with_others() || options_.restore.exit_on_error || error.fault() == Fault::cancelled)
        throw error.within(what);
      if (options_.restore.force) task_.note_lost(what);
      task_.report(unfinished_.left_by(error.within(what), name));
    }
  }

  sets::Set set_;
  std::unique_ptr<storage::Lock> lock_;
  sets::Manifest manifest_;
  const SetRestoreOptions& options_;
  backups::RestoreTask task_;
  backups::UnfinishedDatabases unfinished_{task_};
  const backups::GlobalsFile globals_file_;
  backups::GlobalsRestore globals_;
};

}  // namespace

std::uint64_t backups::restore_set_of(const sets::Set& set, const ConnectOptions& connect,
                                      const SetRestoreOptions& options, const std::stop_token& stop,
                                      const SetRestoreObserver& observer) {
  if (!options.as.empty() && options.databases.size() != 1)
    throw Error(Fault::usage, "a new name needs the name of one database");
  // The server would cut it, and what was made would not be what is named.
  constexpr std::size_t longest_name = 63;
  if (options.as.size() > longest_name)
    throw Error(Fault::usage, fmt::format("the name \"{}\" is longer than {} bytes", options.as, longest_name));
  return SetRestore(set, connect, options, stop, observer).run();
}

std::uint64_t restore_set(const std::string& set, const ConnectOptions& connect, const SetRestoreOptions& options,
                          const std::stop_token& stop, const SetRestoreObserver& observer) {
  sets::Set found = sets::find_existing(set);
  found.set_identities(options.identities);
  return backups::restore_set_of(found, connect, options, stop, observer);
}

}  // namespace pgdumpcore
