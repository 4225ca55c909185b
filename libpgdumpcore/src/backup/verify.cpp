// The story of a verification: the manifest, then each file it names, whatever is found on the way; what it does not
// name is a warning. Entry point: pgdumpcore::verify(). Test: tests/integration/backup_verify.

#include <pgdumpcore/verify.hpp>

#include "backup/dump_contents.hpp"
#include "backup/latest.hpp"
#include "backup/manifest.hpp"
#include "backup/names.hpp"
#include "backup/set_files.hpp"
#include "backup/set_lock.hpp"
#include "backup/sets.hpp"
#include "backup/restore_test.hpp"
#include "backup/verified.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <span>

#include <unistd.h>

namespace pgdumpcore {

namespace fs = std::filesystem;

namespace {

using backups::DumpContents;
using backups::Manifest;
using backups::TableRows;
using TableName = std::pair<std::string, std::string>;

// The error number; 0: it can be opened, with all that is in it.
int why_unreadable(const fs::path& path) {
  if (::access(path.c_str(), R_OK) != 0) return errno;
  std::error_code code;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, code))
    if (::access(entry.path().c_str(), R_OK) != 0) return errno;
  return 0;
}

class Verification {
 public:
  Verification(std::string path, const VerifyOptions& options, const std::stop_token& stop,
               const VerifyObserver& observer)
      : path_(std::move(path)), options_(options), stop_(stop), observer_(observer) {}

  VerifySummary run_on_archive() {
    summary_.path = path_;
    VerifiedDatabase archive{.name = path_, .file = path_};
    const std::size_t before = summary_.problems.size();
    read(path_, archive);
    set_intact(archive, before);
    give(archive);
    return std::move(summary_);
  }

  VerifySummary run_on_set() {
    summary_.path = path_;
    const backups::SetReadLock lock(path_);
    if (const auto manifest = read_manifest()) {
      check_state(*manifest);
      if (manifest->globals) check_globals(*manifest->globals);
      for (const DatabaseOutcome& database : manifest->databases)
        if (database.status == DatabaseStatus::complete) check_database(database);
      report_unknown_files();
    } else if (!has_unreadable()) {
      read_without_manifest();
    }
    record();
    return std::move(summary_);
  }

 private:
  void tell(const std::string& file, const std::string& message, ProblemKind kind = ProblemKind::damaged) {
    summary_.problems.push_back({file, message, kind});
    if (observer_.on_problem) observer_.on_problem(summary_.problems.back());
  }

  // What keeps a file from being read is not always damage.
  void tell_unread(const std::string& file, const Error& error) {
    if (error.fault() == Fault::cancelled) throw error;
    const std::filesystem::path path = file == path_ ? fs::path(path_) : in_set(file);
    const int why = why_unreadable(path);
    if (why == EACCES)
      return tell(file, fmt::format("not readable by this user: {}", error.what()), ProblemKind::unreadable);
    tell(file, error.what(), why == ENOENT || why == ENOTDIR ? ProblemKind::missing : ProblemKind::damaged);
  }

  //   before: how many of the first problems do not count
  [[nodiscard]] bool has_unreadable(std::size_t before = 0) const {
    const auto counted = std::span(summary_.problems).subspan(before);
    return std::ranges::find(counted, ProblemKind::unreadable, &Problem::kind) != counted.end();
  }

  //   before: how many problems there were before this database was read
  void set_intact(VerifiedDatabase& database, std::size_t before) const {
    const auto found = std::span(summary_.problems).subspan(before);
    database.intact = found.empty();
    database.is_unreadable = !found.empty() && std::ranges::all_of(found, [](const Problem& problem) {
      return problem.kind == ProblemKind::unreadable;
    });
  }

  void give(const VerifiedDatabase& database) {
    summary_.databases.push_back(database);
    if (observer_.on_database) observer_.on_database(database);
  }

  [[nodiscard]] fs::path in_set(const std::string& file) const { return fs::path(path_) / file; }

  std::optional<Manifest> read_manifest() {
    try {
      return backups::read_manifest(path_);
    } catch (const Error& error) {
      tell_unread(backups::manifest_name, error);
      return std::nullopt;
    }
  }

  void check_state(const Manifest& manifest) {
    known_ = {backups::manifest_name, backups::verified_name};
    if (manifest.status == BackupStatus::complete) return;
    if (!manifest.globals_error.empty())
      tell("", "the set is partial: " + manifest.globals_error, ProblemKind::incomplete);
    for (const DatabaseOutcome& database : manifest.databases)
      if (database.status == DatabaseStatus::failed)
        tell("",
             fmt::format("the set is partial: database \"{}\" is not in it: {}", database.name,
                         database.error ? database.error->what() : "no reason is given"),
             ProblemKind::incomplete);
  }

  // Size and digest of one file.
  void check_file(const SetFile& expected, const std::string& name) {
    try {
      const SetFile found = backups::digest_file(in_set(name), name, stop_);
      if (found.size != expected.size)
        tell(name, fmt::format("it has {} bytes, the manifest says {}", found.size, expected.size));
      else if (found.sha256 != expected.sha256)
        tell(name, "its SHA-256 is not the one in the manifest");
    } catch (const Error& error) {
      tell_unread(name, error);
    }
  }

  std::optional<DumpContents> read(const std::string& name, VerifiedDatabase& database) {
    try {
      DumpContents content = backups::read_content(name == path_ ? path_ : in_set(name).string(), stop_);
      database.tables = content.tables.size();
      for (const TableRows& table : content.tables) database.rows += table.rows;
      return content;
    } catch (const Error& error) {
      tell_unread(name, error);
      return std::nullopt;
    }
  }

  void check_globals(const SetFile& globals) {
    known_.insert(globals.name);
    globals_ = in_set(globals.name).string();
    const std::size_t before = summary_.problems.size();
    check_file(globals, globals.name);
    VerifiedDatabase script;
    if (is_there(before)) static_cast<void>(read(globals.name, script));
  }

  // What cannot be opened is said once. Of a directory that lacks one file the others are read.
  //   before: how many problems there were before this file was opened
  [[nodiscard]] bool is_there(std::size_t before) const {
    return std::ranges::none_of(std::span(summary_.problems).subspan(before), [](const Problem& problem) {
      return problem.kind == ProblemKind::unreadable || problem.kind == ProblemKind::missing;
    });
  }

  void check_files(const DatabaseOutcome& database) {
    known_.insert(database.file);
    if (database.format != Format::directory)
      return check_file({database.file, database.size, database.sha256}, database.file);
    std::set<std::string> members;
    for (const SetFile& file : database.files) {
      members.insert(file.name);
      check_file(file, database.file + "/" + file.name);
    }
    report_unknown_files(in_set(database.file), database.file + "/", members);
  }

  void check_database(const DatabaseOutcome& database) {
    VerifiedDatabase verified{.name = database.name, .file = database.file, .size = database.size};
    const std::size_t before = summary_.problems.size();
    check_files(database);
    const bool is_readable = database.format == Format::directory ? !has_unreadable(before) : is_there(before);
    const auto content = is_readable ? read(database.file, verified) : std::nullopt;
    if (content) compare(database, *content);
    set_intact(verified, before);
    if (options_.restore_into && content) {
      const std::size_t before_trial = summary_.problems.size();
      verified.left_out = test_restore(database, *content);
      verified.restored = summary_.problems.size() == before_trial;
    }
    give(verified);
  }

  // Row counts by name, as the manifest has names: two that are one there count together.
  static std::map<TableName, std::uint64_t> counts(const std::vector<TableRows>& tables) {
    std::map<TableName, std::uint64_t> rows;
    for (const TableRows& table : tables)
      rows[{backups::manifest_text(table.schema), backups::manifest_text(table.name)}] += table.rows;
    return rows;
  }

  static std::uint64_t total(const std::map<TableName, std::uint64_t>& tables) {
    std::uint64_t rows = 0;
    for (const auto& [name, count] : tables) rows += count;
    return rows;
  }

  static std::vector<TableRows> manifest_tables(const DatabaseOutcome& database) {
    std::vector<TableRows> tables;
    for (const TableSummary& table : database.dump.tables) tables.push_back({table.schema, table.name, table.rows});
    return tables;
  }

  void compare(const DatabaseOutcome& database, const DumpContents& content) {
    const auto expected = counts(manifest_tables(database));
    const auto found = counts(content.tables);
    std::map<TableName, std::uint64_t> missing;
    std::map<TableName, std::uint64_t> unknown;
    for (const auto& [name, rows] : expected) {
      const auto there = found.find(name);
      if (there == found.end())
        missing.emplace(name, rows);
      else if (there->second != rows)
        tell(database.file, fmt::format("table {}.{} has {} rows, the manifest says {}", name.first, name.second,
                                        there->second, rows));
    }
    for (const auto& [name, rows] : found)
      if (!expected.contains(name)) unknown.emplace(name, rows);
    // A script loads some partitions through their root, whose name alone it has.
    if (!unknown.empty() && !missing.empty() && total(unknown) == total(missing)) return;
    for (const auto& [name, rows] : missing)
      tell(database.file, fmt::format("the rows of table {}.{} are missing", name.first, name.second));
    for (const auto& [name, rows] : unknown)
      tell(database.file, fmt::format("the manifest knows nothing of table {}.{}", name.first, name.second));
  }

  // Returns how many statements were left out. A server that cannot be reached is asked once.
  std::uint64_t test_restore(const DatabaseOutcome& database, const DumpContents& content) {
    const auto report = [&](ProblemKind kind, const std::string& message) { tell(database.file, message, kind); };
    if (!server_answers_) {
      report(ProblemKind::server, "it was not restored for a trial: the server could not be reached");
      return 0;
    }
    try {
      const backups::RestoreTest trial = {
          .path = in_set(database.file).string(), .globals = globals_, .database = database.name, .content = content};
      return backups::test_restore(trial, *options_.restore_into, stop_, report);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      const bool is_of_file = error.fault() == Fault::io || error.fault() == Fault::data;
      server_answers_ = error.fault() != Fault::connection;
      report(is_of_file ? ProblemKind::not_restored : ProblemKind::server,
             error.within("it could not be restored for a trial").what());
      return 0;
    }
  }

  void report_unknown_files() const { report_unknown_files(path_, "", known_); }

  // Notes, and what file systems put into directories, are no damage.
  //   prefix: before the names, in the warnings
  void report_unknown_files(const fs::path& directory, const std::string& prefix,
                            const std::set<std::string>& known) const {
    std::error_code code;
    std::set<std::string> unknown;
    for (const fs::directory_entry& entry : fs::directory_iterator(directory, code))
      if (std::string name = entry.path().filename().string(); !known.contains(name)) unknown.insert(std::move(name));
    for (const std::string& name : unknown)
      log(LogLevel::warning, fmt::format("{}{}: the manifest does not name it", prefix, name),
          "It is no part of the backup set. What the manifest names is verified.");
  }

  // Without a manifest nothing is known of the files but that they are dumps.
  void read_without_manifest() {
    std::error_code code;
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(path_, code))
      names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    for (const std::string& name : names) {
      if (name == backups::manifest_name || name == backups::verified_name) continue;
      VerifiedDatabase verified{.name = name, .file = name};
      verified.intact = read(name, verified).has_value();
      give(verified);
    }
  }

  void log(LogLevel level, const std::string& message, const std::string& hint) const {
    if (observer_.on_log) observer_.on_log(level, message, hint);
  }

  // What was not read may be damaged or not.
  void record() const {
    if (!options_.record) return;
    if (has_unreadable() && std::ranges::none_of(summary_.problems, backups::is_damage))
      return log(LogLevel::warning, "the result is not recorded, as this user may not read all of the set",
                 "Verify it as the user who made it, or as root.");
    try {
      backups::write_verified(path_, summary_);
      update_latest();
    } catch (const Error& error) {
      log(LogLevel::warning, error.within("the result could not be recorded in the set").what(), error.hint());
    }
  }

  // Only where a backup has put that link, beside this set.
  void update_latest() const {
    const fs::path set = fs::absolute(path_);
    const bool is_in_directory_of_sets =
        backups::set_time(set.filename().string()) && !backups::latest_of(set.parent_path()).empty();
    if (is_in_directory_of_sets) backups::update_latest(set.parent_path(), observer_.on_log);
  }

  std::string path_;
  const VerifyOptions& options_;
  std::stop_token stop_;
  const VerifyObserver& observer_;
  std::set<std::string> known_{};
  std::string globals_{};  // their path
  bool server_answers_ = true;
  VerifySummary summary_{};
};

}  // namespace

VerifySummary verify(const std::string& path, const VerifyOptions& options, const std::stop_token& stop,
                     const VerifyObserver& observer) {
  const std::string found = backups::find_set(path);
  Verification verification(found.empty() ? path : found, options, stop, observer);
  if (!found.empty()) return verification.run_on_set();
  if (options.restore_into) throw Error(Fault::usage, "only a backup set can be restored for a trial");
  return verification.run_on_archive();
}

}  // namespace pgdumpcore
