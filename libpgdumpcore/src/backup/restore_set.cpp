// The story of a set's restore: its manifest, what is in the way, the globals or what they say of one database, and
// each database. Entry point: pgdumpcore::restore_set(). Test: tests/integration/backup_restore.

#include <pgdumpcore/restore_set.hpp>

#include "backup/cluster.hpp"
#include "backup/database_statements.hpp"
#include "backup/manifest.hpp"
#include "backup/set_lock.hpp"
#include "backup/set_needs.hpp"
#include "backup/sets.hpp"
#include "base/nearest.hpp"
#include "pg/quote.hpp"
#include "pg/session.hpp"
#include "restore/options.hpp"
#include "restore/script_statement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <set>
#include <utility>

namespace pgdumpcore {

namespace {

using backups::exists_everywhere;
using backups::GlobalsPart;
using backups::Manifest;

class SetRestore {
 public:
  SetRestore(std::filesystem::path set, const ConnectOptions& connect, const SetRestoreOptions& options,
             const std::stop_token& stop, const SetRestoreObserver& observer)
      : set_(std::move(set)),
        lock_(set_),
        manifest_(backups::read_manifest(set_)),
        connect_(connect),
        options_(options),
        stop_(stop),
        observer_(observer) {}

  std::uint64_t run() {
    const std::vector<const DatabaseOutcome*> databases = chosen();
    check_options(databases);
    check_files(databases);
    check_server(databases);
    if (is_everything()) tell_what_is_missing();
    try {
      restore_all(databases);
    } catch (const Error& error) {
      throw with_what_is_left(error, unfinished_);
    }
    return errors_;
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

  [[nodiscard]] pg::Connection open_maintenance(const std::stop_token& stop) const {
    pg::Connection connection = pg::open_session(connect_, pg::Purpose::administer, stop);
    connection.execute("SET client_encoding = 'UTF8'");
    connection.on_notice([tell = observer_.restore.on_log](const pg::Notice& notice) {
      if (!tell) return;
      const LogLevel level = notice.severity == "WARNING" ? LogLevel::warning : LogLevel::info;
      tell(level, notice.detail.empty() ? notice.message : notice.message + "\n" + notice.detail, notice.hint);
    });
    return connection;
  }

  void restore_all(const std::vector<const DatabaseOutcome*>& databases) {
    if (is_everything() && manifest_.globals) {
      restore_globals();
    } else if (options_.with_roles && manifest_.globals) {
      pg::Connection connection = open_maintenance(stop_);
      run_globals(connection, [](GlobalsPart part) { return part == GlobalsPart::roles; });
    }
    for (const DatabaseOutcome* database : databases) {
      if (!is_everything())
        make_database(*database);
      else if (!manifest_.globals)
        make_plainly(target_name(*database));
      restore_one(*database);
    }
    // Some of the settings would hold for the session that loads the rows, or forbid it.
    pg::Connection connection = open_maintenance(stop_);
    for (const std::string& sql : settings_) run_setting(connection, sql);
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

  // --- what the server has and lacks

  void check_server(const std::vector<const DatabaseOutcome*>& databases) {
    pg::Connection connection = open_maintenance(stop_);
    for (const DatabaseOutcome* database : databases) check_free(connection, target_name(*database));
    backups::SetNeeds needs;
    for (const DatabaseOutcome* database : databases) {
      add_needs_of(*database, needs);
      // With everything, all that the globals need they make.
      if (is_everything() || !manifest_.globals) continue;
      const std::string& name = database->name;
      for (const std::string& sql : backups::statements_about(globals_path(), name, name).statements)
        backups::add_needs_of_statement(needs, sql, name, options_.restore);
    }
    std::set<std::string> roles_to_come;
    if (manifest_.globals && (is_everything() || options_.with_roles))
      roles_to_come = backups::roles_made_by(globals_path());
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
      for (const std::string& line : warnings)
        if (observer_.restore.on_log) observer_.restore.on_log(LogLevel::warning, line, "");
      return;
    }
    std::string lines;
    for (const std::string& line : missing.lines) lines += line + "\n";
    std::string hint;
    if (missing.roles)
      hint += manifest_.globals && !is_everything()
                  ? "--with-roles makes the roles as the set has them; --no-owner and --no-acl do without.\n"
                  : "--no-owner and --no-acl do without the roles.\n";
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

  void note_made(const std::string& database) {
    if (!exists_everywhere(database)) unfinished_.push_back(database);
  }

  // Databases that were made here and not restored to their end, dropped or named.
  Error with_what_is_left(const Error& error, const std::vector<std::string>& databases) {
    std::string hint = error.hint();
    for (const std::string& database : databases) {
      const std::string problem = options_.drop_on_failure ? drop(database) : "";
      if (options_.drop_on_failure && problem.empty()) {
        if (observer_.restore.on_log)
          observer_.restore.on_log(LogLevel::warning,
                                   fmt::format("dropped database \"{}\", which was incomplete", database), "");
        continue;
      }
      if (!hint.empty()) hint += '\n';
      hint += fmt::format("Database \"{}\" is incomplete{}. When nothing of it is needed: DROP DATABASE {};", database,
                          problem.empty() ? "" : " and could not be dropped (" + problem + ")",
                          pg::double_quoted(database));
    }
    Error told = error;
    return told.hint(hint);
  }

  // Empty on success. Also when the restore was stopped.
  [[nodiscard]] std::string drop(const std::string& database) const {
    try {
      open_maintenance({}).execute("DROP DATABASE IF EXISTS " + pg::double_quoted(database));
      return {};
    } catch (const Error& error) {
      return error.what();
    }
  }

  // --- what the globals make

  void restore_globals() {
    pg::Connection connection = open_maintenance(stop_);
    run_globals(connection, [](GlobalsPart) { return true; });
  }

  void run_globals(pg::Connection& connection, const std::function<bool(GlobalsPart)>& takes) {
    backups::for_each_statement(globals_path(), [&](const std::string& sql, std::uint64_t line) {
      const GlobalsPart part = backups::part_of_globals(sql);
      if (sql.starts_with("SET ")) return connection.execute(sql);
      if (!takes(part) || is_left_out(sql)) return;
      if (part == GlobalsPart::database_settings)
        keep_setting(connection, sql);
      else if (run_statement(connection, sql, fmt::format("globals: line {}", line)))
        note_what_it_makes(sql);
    });
  }

  [[nodiscard]] bool is_left_out(const std::string& sql) const {
    using Kind = restoring::StatementFacts::Kind;
    const Kind kind = restoring::statement_facts(sql).kind;
    return (options_.restore.no_owner && kind == Kind::sets_owner) ||
           (options_.restore.no_privileges && kind == Kind::sets_privileges);
  }

  void make_plainly(const std::string& name) {
    if (exists_everywhere(name)) return;
    open_maintenance(stop_).execute(fmt::format("CREATE DATABASE {} TEMPLATE template0", pg::double_quoted(name)));
    note_made(name);
  }

  // As the globals tell it, under the name that it is to have.
  void make_database(const DatabaseOutcome& database) {
    const std::string& name = target_name(database);
    if (!manifest_.globals) return make_plainly(name);
    const backups::DatabaseStatements told = backups::statements_about(globals_path(), database.name, name);
    const auto makes = [](const std::string& sql) { return sql.starts_with("CREATE "); };
    if (std::ranges::none_of(told.statements, makes)) make_plainly(name);
    pg::Connection connection = open_maintenance(stop_);
    for (const std::string& setting : told.settings) connection.execute(setting);
    for (const std::string& sql : told.statements) {
      if (is_left_out(sql)) continue;
      if (makes(sql)) {
        create_database(connection, sql);
        note_made(name);
      } else {
        run_statement(connection, sql, "");
      }
    }
    for (const std::string& sql : told.database_settings) keep_setting(connection, sql);
  }

  // Some settings would hold for the session that loads the rows, or forbid it: those wait.
  void keep_setting(pg::Connection& connection, const std::string& sql) {
    if (backups::sets_custom_parameter(sql))
      run_setting(connection, sql);
    else
      settings_.push_back(sql);
  }

  static void create_database(pg::Connection& connection, const std::string& sql) {
    if (auto error = connection.attempt(sql)) {
      Error told = *error;
      std::string hint = error->hint();
      if (error->fault() == Fault::server)
        hint +=
            std::string(hint.empty() ? "" : "\n") +
            "If the server does not have its locale or encoding, make a database by hand, as \"createdb -T template0 "
            "--locale=C NAME\" does, and restore the set's file into it with -d NAME.";
      throw told.detail("Command was: " + sql).hint(hint);
    }
  }

  void note_what_it_makes(const std::string& sql) {
    const restoring::StatementFacts facts = restoring::statement_facts(sql);
    if (facts.kind == restoring::StatementFacts::Kind::creates_database) note_made(facts.name.name);
  }

  // False if the server refuses it.
  bool run_statement(pg::Connection& connection, const std::string& sql, const std::string& where) {
    const auto error = connection.attempt(sql);
    if (!error) return true;
    Error told = where.empty() ? *error : error->within(where);
    if (error->fault() == Fault::cancelled || error->fault() == Fault::connection || options_.restore.exit_on_error)
      throw told;
    give_error(told.detail("Command was: " + sql));
    return false;
  }

  // A setting that this server does not know takes nothing from the rows.
  void run_setting(pg::Connection& connection, const std::string& sql) const {
    const auto error = connection.attempt(sql);
    if (!error) return;
    if (error->fault() == Fault::cancelled || error->fault() == Fault::connection) throw *error;
    if (observer_.restore.on_log)
      observer_.restore.on_log(LogLevel::warning,
                               fmt::format("a setting is not restored: {}\nCommand was: {}", error->what(), sql), "");
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
      std::erase(unfinished_, name);
      if (observer_.on_database) observer_.on_database(name, summary);
    } catch (const Error& error) {
      if (!is_everything() || options_.restore.exit_on_error || error.fault() == Fault::cancelled)
        throw error.within(what);
      const bool made = std::erase(unfinished_, name) > 0;
      give_error(with_what_is_left(error.within(what), made ? std::vector{name} : std::vector<std::string>{}));
    }
  }

  std::filesystem::path set_;
  backups::SetReadLock lock_;
  Manifest manifest_;
  const ConnectOptions& connect_;
  const SetRestoreOptions& options_;
  std::stop_token stop_;
  const SetRestoreObserver& observer_;
  std::uint64_t errors_ = 0;
  std::vector<std::string> unfinished_{};  // databases made here and not restored to their end
  std::vector<std::string> settings_{};    // of databases, for when the rows are there
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
