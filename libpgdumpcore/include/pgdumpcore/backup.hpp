// Back up every database of a server into one set.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// Which older sets a backup leaves when it has made a complete one. A set is kept if any rule keeps it; with no rule
/// every set is kept. Rules see complete sets of one series only, by the UTC times in their names: sets of one server
/// that were made with the same include and exclude patterns, with or without globals. A set that verify() found
/// damaged takes no place of a good one; it is kept if a rule would keep it were it good, and while it has something
/// that no newer complete, intact set of its server has. A set whose name lies more than five minutes in the future
/// takes no place either, and rules never remove it.
struct Retention {
  int keep_last = 0;     ///< The newest ones; 0: no such rule, here and below.
  int keep_daily = 0;    ///< The newest one of each of the last N days that have one.
  int keep_weekly = 0;   ///< Of each of the last N weeks, which begin on Monday.
  int keep_monthly = 0;  ///< Of each of the last N months.

  /// Whether there is no rule.
  [[nodiscard]] bool keeps_everything() const {
    return keep_last <= 0 && keep_daily <= 0 && keep_weekly <= 0 && keep_monthly <= 0;
  }
};

/// What goes into a set. The patterns are psql's
/// (https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-PATTERNS), each one name without dots.
struct BackupOptions {
  /// Sets are made in this directory, which must exist, or at this address, such as `s3://BUCKET/PREFIX` or
  /// `azure://CONTAINER/PREFIX`. The environment variables and files of AWS's and Azure's tools say where object stores
  /// are and with which key to ask them.
  std::string directory{};
  std::vector<std::string> include_databases{};  ///< Empty: every database that allows connections and is no template.
  std::vector<std::string> exclude_databases{};
  bool globals = true;            ///< Roles, tablespaces, and the databases with their settings.
  Format format = Format::plain;  ///< Of the databases: plain, custom or directory. Globals are always plain.
  /// Unset: zstd:3, but for archives of servers before 16, whose own pg_restore reads gzip only.
  std::optional<Compression> compression{};
  /// Connections that are at work at once, over all databases: several databases side by side, and a large one by
  /// several of them (one more then holds the snapshot).
  int jobs = 1;
  int max_connections_per_database = 0;  ///< How many of them may work on one database; 0: no bound.
  std::string lock_wait_timeout{};       ///< As DumpOptions has it; empty: wait.
  Retention retention{};
  /// When the run has ended, in success or failure, a text for Prometheus is put into this file, in one step; empty:
  /// none.
  std::string metrics_file{};
  Sync sync = Sync::files;  ///< Everything is safely on disk before it counts.
  /// The keys that can read the set; empty: it is not encrypted. Each file is compressed, encrypted, and gets `.age`
  /// behind its name; in directory format each file of the directory. The manifest is not encrypted: it has the names
  /// of databases and tables, sizes, numbers of rows, and the recipients; sizes and SHA-256 are those of the encrypted
  /// files.
  Recipients recipients{};
};

/// Whether a set is whole.
enum class BackupStatus {
  complete,  ///< Everything that was to be saved is in the set.
  partial    ///< At least one database is in the set and something else failed. Never counts as a good set.
};

/// As documents call it; valid for ever.
[[nodiscard]] constexpr const char* name_of(BackupStatus status) {
  constexpr const char* names[] = {"complete", "partial"};
  return names[static_cast<int>(status)];
}

/// A file of a set.
struct SetFile {
  std::string name{};  ///< Within the set.
  std::uint64_t size = 0;
  std::string sha256{};  ///< In hexadecimal.
};

/// Whether a database is in the set.
enum class DatabaseStatus {
  complete,  ///< It is in the set.
  failed,    ///< It could not be saved.
  dropped    ///< It was dropped while the backup ran, so nothing is missing.
};

/// As documents call it; valid for ever.
[[nodiscard]] constexpr const char* name_of(DatabaseStatus status) {
  constexpr const char* names[] = {"complete", "failed", "dropped"};
  return names[static_cast<int>(status)];
}

/// One database of a set.
struct DatabaseOutcome {
  std::string name{};
  DatabaseStatus status = DatabaseStatus::complete;
  std::optional<Error> error{};  ///< Why it is not in the set; nullopt: it is.
  std::string file{};            ///< Its name within the set; a directory in directory format.
  std::vector<SetFile> files{};  ///< Of a directory: those in it, by name.
  Format format = Format::plain;
  Codec codec = Codec::none;
  std::uint64_t size = 0;  ///< Of the file, or of all in the directory, in bytes.
  std::string sha256{};  ///< In hexadecimal, of the file; of a directory that of its files' list, as sha256sum has it.
  std::chrono::duration<double> duration{};  ///< How long it took, in seconds.
  DumpSummary dump{};
};

/// What a backup did.
struct BackupSummary {
  std::string path{};  ///< The set's directory, complete with its manifest.
  BackupStatus status = BackupStatus::complete;
  std::string manifest{};  ///< The manifest's path.
  std::optional<Error> globals_error{};
  std::vector<DatabaseOutcome> databases{};
  std::vector<std::string> removed{};          ///< Names of the older sets that were not to be kept.
  std::vector<std::string> removal_reasons{};  ///< Why, of each of them, such as "no rule keeps it".
};

/// Callbacks of a backup; all may be empty. One call at a time, on any of the backup's threads, never after backup()
/// has returned. An exception that one throws ends the backup with that exception.
struct BackupObserver {
  std::function<void(const std::string& database, const Progress&)> on_progress{};
  LogCallback on_log{};
  std::function<void(const DatabaseOutcome&)> on_database{};  ///< After each database, saved or failed.
};

/// Saves each database into a file of its own: `DIRECTORY/YYYYMMDDTHHMMSSZ/NAME.sql.zst` (`NAME.dump` in custom,
/// `NAME.dir` in directory format), beside them
/// `globals.sql.zst` and, written last, `manifest.json`. Until the manifest is safely written the directory has a
/// name that starts with a dot and ends in `.partial`; `DIRECTORY/latest` leads to the set that find_set() describes.
///
/// Blocks until done; with `options.jobs` it starts as many threads, and ends them.
/// `connect.dbname` is where the list of databases is read; empty: PGDATABASE, else `postgres`, else `template1`.
/// A database that cannot be saved is reported and does not stop the others. Throws Error when nothing could be
/// saved, when the directory cannot be used, when another backup into it is running, and when `stop` was
/// requested; nothing is left behind then.
///
/// After a complete set older sets of its own series go that `options.retention` does not keep: complete ones that no
/// rule keeps, and partial ones; of damaged ones see Retention. After a partial set only partial ones go, those whose
/// databases newer ones have. Only a directory whose name is a set's and whose manifest is whole and says that pgdump
/// made it is ever removed, never the newest complete set of a series, no symbolic link nor what it leads to, and none
/// that restore_set() or verify() is reading. What cannot be removed is a warning, and so is a `latest` or a metrics
/// file that cannot be written, and a clock that seems to have gone back.
///
/// A pattern of `include_databases` that matches no database of the server, where another one does, is reported as a
/// database of that name that failed: the set is partial.
///
/// `template1` is saved too if it has objects or settings of its own, unless `include_databases` or
/// `exclude_databases` say otherwise. Throws Error (io) before anything is written if the free space is less than half
/// of what these databases had in the last complete set, and less than they have on the server's disk.
///
/// A database that is dropped meanwhile is reported as dropped, one that is renamed is saved under its new name.
PGDUMPCORE_API BackupSummary backup(const ConnectOptions& connect, const BackupOptions& options,
                                    const std::stop_token& stop = {}, const BackupObserver& observer = {});

/// What a set's directory and manifest tell of it.
enum class SetState {
  complete,
  partial,
  unfinished,  ///< Being written, or left by a run that was killed; the next backup removes it then.
  damaged,     ///< Its manifest is missing or was changed.
  unreadable   ///< This user may not read it, so nothing is known of it.
};

/// A set as list_sets() finds it.
struct SetInfo {
  std::string name{};
  std::string path{};
  std::chrono::sys_seconds started_at{};  ///< The time its name tells.
  SetState state = SetState::damaged;
  std::string problem{};        ///< Of a damaged or unreadable one: what is wrong with its manifest.
  bool is_latest = false;       ///< `latest` leads to it.
  std::uint64_t size = 0;       ///< Of all its files, in bytes, as the manifest has them.
  std::uint64_t databases = 0;  ///< How many are in it.
  std::string server_version{};
  std::optional<std::chrono::sys_seconds> verified_at{};  ///< When verify() last recorded its result.
  bool was_intact = false;                                ///< That result.
  std::string system_identifier{};                        ///< Of the server; empty: the user could not read it.
  /// The patterns it was made with; a set of a version that did not record them has none.
  std::vector<std::string> include_databases{};
  std::vector<std::string> exclude_databases{};
  /// Made without include patterns. One that did not record them counts as full unless it lacks a database that both
  /// an older and a newer set of its server have.
  bool is_full = false;
  bool globals = false;  ///< Roles, tablespaces and settings were to be saved too.
  /// Its name lies more than five minutes in the future: a clock was wrong, or is. It takes no place in retention.
  bool is_in_future = false;
};

/// The sets in a directory, oldest first, symbolic links to sets among them. What has another name than a set's is
/// passed over. Throws Error (io) if the directory cannot be read.
[[nodiscard]] PGDUMPCORE_API std::vector<SetInfo> list_sets(const std::string& directory);

/// The set that a path leads to. `DIRECTORY/latest` leads to the newest complete full set (made without include
/// patterns) that verify() did not find damaged, or, where there is no full one, to the newest complete set; full sets
/// with globals come before those without, and sets in the future after all others. This is computed from the sets, not
/// read from the link, whatever `latest` is. Any other path is returned as it is, a symbolic link resolved unless it
/// has the name of a set. restore_set() and verify() call this once, when they start. Empty: the path is that of
/// something else, such as an archive. Throws Error: io if there is nothing or this user may not read it, data if
/// `latest` leads to no set, usage if it is a directory of sets.
[[nodiscard]] PGDUMPCORE_API std::string find_set(const std::string& path);

/// What find_set() finds, and what was passed over on the way.
struct FoundSet {
  std::string path{};  ///< As find_set() returns it.
  /// Where `latest` was looked up: names of newer sets that are damaged or cannot be read, oldest first.
  std::vector<std::string> passed_over{};
};
/// Throws as find_set().
[[nodiscard]] PGDUMPCORE_API FoundSet find_set_and_newer(const std::string& path);

/// Whether a location is an address, such as `s3://BUCKET/PREFIX`, and no path.
[[nodiscard]] PGDUMPCORE_API bool is_address(const std::string& location);

/// What prune() removes.
struct PruneOptions {
  std::string directory{};  ///< That of the sets.
  /// Applied to each series by itself. Without rules `server` must be set.
  Retention retention{};
  /// The system identifier of a server: its sets alone are considered. Without rules all of them go, which is refused
  /// for the server whose set `latest` leads to.
  std::string server{};
  bool dry_run = false;  ///< Removes nothing, tells what would go.
};

/// A set that prune() removed, or would remove.
struct PrunedSet {
  std::string name{};
  std::string reason{};    ///< Such as "no rule keeps it".
  std::uint64_t size = 0;  ///< In bytes, as its manifest says.
};

/// What prune() did.
struct PruneSummary {
  std::vector<PrunedSet> removed{};   ///< Oldest first.
  std::vector<std::string> in_use{};  ///< Names of sets that would have gone, and that are being read.
  std::uint64_t kept = 0;             ///< Sets that stay, those in use among them.
};

/// Applies retention without a backup. The promises of backup() hold here too: the newest complete set of a series, and
/// sets in the future, stay (unless all of a server's go), and what is no set of pgdump's, or a symbolic link, is never
/// removed. Excludes backups into the
/// directory while it runs, but for a dry run. Throws Error: usage, io if the directory cannot be used or a backup into
/// it is running, data if there is no set of `server`, cancelled. A set that cannot be removed is a warning.
PGDUMPCORE_API PruneSummary prune(const PruneOptions& options, const std::stop_token& stop = {},
                                  const LogCallback& on_log = {});

}  // namespace pgdumpcore
