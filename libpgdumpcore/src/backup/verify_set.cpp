// The story of a set's verification: the manifest, then each file it names, whatever is found on the way; what it does
// not name is a warning. Test: tests/integration/backup_verify.

#include "backup/verify_set.hpp"

#include "backup/dump_contents.hpp"
#include "backup/trial_restore.hpp"
#include "backup/row_differences.hpp"
#include "backup/verify_progress.hpp"
#include "base/plural.hpp"
#include "sets/latest.hpp"
#include "sets/names.hpp"
#include "sets/set_files.hpp"
#include "sets/verified.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace pgdumpcore::backups {

namespace {

class Verification {
 public:
  Verification(const sets::Set& set, const VerifyOptions& options, const std::stop_token& stop,
               const VerifyObserver& observer)
      : set_(set), options_(options), stop_(stop), observer_(observer), progress_(stop, observer.on_progress) {}

  VerifySummary run() {
    summary_.path = set_.path();
    const std::unique_ptr<storage::Lock> lock = set_.lock();
    if (const auto manifest = read_manifest()) {
      progress_.expect(*manifest, options_.restore_into.has_value());
      check_state(*manifest);
      check_identities(*manifest);
      if (manifest->globals) check_globals(*manifest->globals);
      for (const DatabaseOutcome& database : manifest->databases)
        if (database.status == DatabaseStatus::complete) check_database(database);
      report_unknown_files("", known_);
    } else if (!has_unreadable()) {
      read_without_manifest();
    }
    record();
    return std::move(summary_);
  }

 private:
  // --- reporting

  void report(const std::string& file, const std::string& message, ProblemKind kind = ProblemKind::damaged) {
    summary_.problems.push_back({file, message, kind});
    if (observer_.on_problem) observer_.on_problem(summary_.problems.back());
  }

  // What keeps a file from being read is not always damage.
  void report_unread(const std::string& file, const Error& error) {
    if (error.fault() == Fault::cancelled || error.fault() == Fault::connection) throw Error(error);
    const storage::Access access = set_.store()->access(set_.key(file));
    if (access == storage::Access::refused)
      return report(file, fmt::format("not readable by this user: {}", error.what()), ProblemKind::unreadable);
    report(file, error.what(), access == storage::Access::missing ? ProblemKind::missing : ProblemKind::damaged);
  }

  void report_database(const VerifiedDatabase& database) {
    summary_.databases.push_back(database);
    if (observer_.on_database) observer_.on_database(database);
  }

  void log(LogLevel level, const std::string& message, const std::string& hint) const {
    if (observer_.on_log) observer_.on_log(level, message, hint);
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

  // --- the manifest

  std::optional<sets::Manifest> read_manifest() {
    try {
      return set_.read_manifest();
    } catch (const Error& error) {
      report_unread(sets::manifest_name, error);
      return std::nullopt;
    }
  }

  void check_state(const sets::Manifest& manifest) {
    known_ = {sets::manifest_name, sets::verified_name};
    if (manifest.status == BackupStatus::complete) return;
    if (!manifest.globals_error.empty())
      report("", "the set is partial: " + manifest.globals_error, ProblemKind::incomplete);
    for (const DatabaseOutcome& database : manifest.databases)
      if (database.status == DatabaseStatus::failed)
        report("",
               fmt::format("the set is partial: database \"{}\" is not in it: {}", database.name,
                           database.error ? database.error->what() : "no reason is given"),
               ProblemKind::incomplete);
  }

  // Without an identity the bytes of an encrypted set are verified, and no more. One that fits no file is found by the
  // first of them.
  void check_identities(const sets::Manifest& manifest) {
    reads_content_ = manifest.recipients.empty() || !options_.identities.empty();
    if (reads_content_) return;
    if (options_.restore_into)
      throw Error(Fault::usage, "an encrypted set cannot be restored for a trial without an identity");
    log(LogLevel::warning, "the set is encrypted, and no identity is given: its bytes are verified, not its content",
        "Sizes and SHA-256 prove that every file is as it was written.");
  }

  // --- files: each is read once, and digested on the way

  // nullptr: it is reported as missing or unreadable.
  std::shared_ptr<const RandomAccess> open(const std::string& name) {
    try {
      return progress_.watched(storage::open_existing(*set_.store(), set_.key(name)));
    } catch (const Error& error) {
      report_unread(name, error);
      return nullptr;
    }
  }

  // False: it is reported.
  bool check_size(const RandomAccess& file, const SetFile& expected) {
    const std::string difference = sets::size_difference(file.size(), expected);
    if (!difference.empty()) report(expected.name, "it " + difference);
    return difference.empty();
  }

  void check_digest(const std::string& sha256, const SetFile& expected) {
    const std::string difference = sets::digest_difference(sha256, expected);
    if (!difference.empty()) report(expected.name, "it " + difference);
  }

  std::optional<DumpContents> read(const RestoreInput& input, const std::string& name, VerifiedDatabase& database) {
    database.is_undecrypted = !reads_content_;
    if (!reads_content_) return std::nullopt;
    try {
      DumpContents content = read_content(input, stop_, progress_.on_table());
      database.tables = content.tables.size();
      for (const TableRows& table : content.tables) database.rows += table.rows;
      return content;
    } catch (const Error& error) {
      if (error.fault() != Fault::usage)
        report_unread(name, error);
      else
        key_error_ = error;
      return std::nullopt;
    }
  }

  // That no identity fits says nothing of the set, unless the file is not the one that was written.
  //   before: how many problems there were before the file was read
  void throw_key_error(std::size_t before) {
    if (key_error_ && summary_.problems.size() == before) throw Error(*key_error_);
    key_error_.reset();
  }

  std::optional<DumpContents> check_file(const SetFile& expected, VerifiedDatabase& database) {
    const auto file = open(expected.name);
    if (!file) return std::nullopt;
    const bool has_size = check_size(*file, expected);
    const auto digested = std::make_shared<const io::DigestedAccess>(file);
    auto content = read(RestoreInput::file(digested).decrypted_by(options_.identities), expected.name, database);
    try {
      digested->finish(stop_);
      if (has_size) check_digest(digested->sha256(), expected);
    } catch (const Error& error) {
      report_unread(expected.name, error);
    }
    return content;
  }

  // A directory that lacks a file is read as far as it goes; one with a file that may not be read is not.
  std::optional<DumpContents> check_directory(const DatabaseOutcome& database, VerifiedDatabase& verified) {
    const std::size_t before = summary_.problems.size();
    std::vector<SetFile> to_digest;
    std::set<std::string> members;
    for (const SetFile& member : database.files) {
      members.insert(member.name);
      const SetFile expected = {database.file + "/" + member.name, member.size, member.sha256};
      if (const auto file = open(expected.name); file && check_size(*file, expected)) to_digest.push_back(member);
    }
    report_unknown_files(database.file, members);
    const auto files = std::make_shared<sets::DigestedFiles>(
        storage::files_below(set_.store(), set_.key(database.file)),
        [this](std::shared_ptr<const RandomAccess> file) { return progress_.watched(std::move(file)); });
    std::optional<DumpContents> content;
    if (!has_unreadable(before))
      content = read(RestoreInput::files(files).decrypted_by(options_.identities), database.file, verified);
    for (const SetFile& member : to_digest) check_member(*files, database.file, member);
    return content;
  }

  // What the archive's reader did not read whole is read for its digest.
  void check_member(const sets::DigestedFiles& files, const std::string& directory, const SetFile& member) {
    const SetFile expected = {directory + "/" + member.name, member.size, member.sha256};
    try {
      std::optional<SetFile> found = files.digest(member.name);
      if (!found)
        if (const auto file = open(expected.name)) found = sets::digest_file(file, expected.name, stop_);
      if (found) check_digest(found->sha256, expected);
    } catch (const Error& error) {
      report_unread(expected.name, error);
    }
  }

  // --- globals and databases

  void check_globals(const SetFile& globals) {
    known_.insert(globals.name);
    VerifiedDatabase script;
    const std::size_t before = summary_.problems.size();
    if (check_file(globals, script)) globals_ = set_.input(globals.name);
    throw_key_error(before);
  }

  void check_database(const DatabaseOutcome& database) {
    VerifiedDatabase verified{.name = database.name, .file = database.file, .size = database.size};
    const std::size_t before = summary_.problems.size();
    known_.insert(database.file);
    progress_.begin_database(database.name);
    const auto content = database.format == Format::directory
                             ? check_directory(database, verified)
                             : check_file({database.file, database.size, database.sha256}, verified);
    throw_key_error(before);
    if (content)
      for (const std::string& difference : row_differences(database, *content)) report(database.file, difference);
    set_intact(verified, before);
    if (options_.restore_into && content) {
      const std::size_t before_trial = summary_.problems.size();
      verified.left_out = restore_for_trial(database, *content);
      verified.restored = summary_.problems.size() == before_trial;
    }
    report_database(verified);
  }

  // Returns how many statements were left out. A server that cannot be reached is asked once.
  std::uint64_t restore_for_trial(const DatabaseOutcome& database, const DumpContents& content) {
    const auto report_trial = [&](ProblemKind kind, const std::string& message) {
      report(database.file, message, kind);
    };
    if (!server_answers_) {
      report_trial(ProblemKind::server, "it was not restored for a trial: the server could not be reached");
      return 0;
    }
    try {
      const TrialRestore trial = {
          .input = set_.input(database), .globals = globals_, .database = database.name, .content = content};
      const auto on_progress = [&](const Progress& progress) { progress_.restored(progress, database.size); };
      const std::uint64_t left_out =
          backups::restore_for_trial(trial, *options_.restore_into, stop_, report_trial, on_progress);
      progress_.end_trial(database.size);
      return left_out;
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled) throw;
      const bool is_of_file = error.fault() == Fault::io || error.fault() == Fault::data;
      server_answers_ = error.fault() != Fault::connection;
      report_trial(is_of_file ? ProblemKind::not_restored : ProblemKind::server,
                   error.within("it could not be restored for a trial").what());
      return 0;
    }
  }

  // --- what the manifest does not name

  // Notes, and what file systems put into directories, are no damage.
  //   directory: within the set; empty: the set itself
  void report_unknown_files(const std::string& directory, const std::set<std::string>& known) const {
    const std::string prefix = directory.empty() ? "" : directory + "/";
    for (const std::string& name : set_.store()->list(directory.empty() ? set_.name() : set_.key(directory)))
      if (!known.contains(name))
        log(LogLevel::warning, fmt::format("{}{}: the manifest does not name it", prefix, name),
            "It is no part of the backup set. What the manifest names is verified.");
  }

  // Without a manifest nothing is known of the files but that they are dumps.
  void read_without_manifest() {
    for (const std::string& name : set_.store()->list(set_.name())) {
      if (name == sets::manifest_name || name == sets::verified_name) continue;
      VerifiedDatabase verified{.name = name, .file = name};
      DatabaseOutcome dump{.file = name};
      if (!set_.store()->size(set_.key(name))) dump.format = Format::directory;
      try {
        verified.intact = read(set_.input(dump), name, verified).has_value();
      } catch (const Error& error) {
        report_unread(name, error);
      }
      report_database(verified);
    }
  }

  // --- the result

  // What was not read may be damaged or not.
  void record() const {
    if (!options_.record) return;
    if (has_unreadable() && std::ranges::none_of(summary_.problems, sets::is_damage))
      return log(LogLevel::warning, "the result is not recorded, as this user may not read all of the set",
                 "Verify it as the user who made it, or as root.");
    try {
      sets::write_verified(set_, summary_);
      // Only where a backup has put that link, beside this set.
      if (sets::set_time(set_.name()) && !sets::latest_of(*set_.store()).empty())
        sets::update_latest(set_.store(), observer_.on_log);
    } catch (const Error& error) {
      log(LogLevel::warning, error.within("the result could not be recorded in the set").what(), error.hint());
    }
  }

  const sets::Set& set_;
  const VerifyOptions& options_;
  std::stop_token stop_;
  const VerifyObserver& observer_;
  VerifyProgress progress_;
  std::set<std::string> known_{};
  std::optional<RestoreInput> globals_{};
  bool server_answers_ = true;
  bool reads_content_ = true;
  std::optional<Error> key_error_{};  // no identity fits the file that was read last
  VerifySummary summary_{};
};

}  // namespace

VerifySummary verify_set(const sets::Set& set, const VerifyOptions& options, const std::stop_token& stop,
                         const VerifyObserver& observer) {
  return Verification(set, options, stop, observer).run();
}

}  // namespace pgdumpcore::backups
