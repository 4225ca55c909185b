// Back up every database of a server into one set.
#pragma once

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// What goes into a set. The patterns are psql's
/// (https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-PATTERNS), each one name without dots.
struct BackupOptions {
  /// Sets are made in this directory, which must exist.
  std::string directory{};
  std::vector<std::string> include_databases{};  ///< Empty: every database that allows connections and is no template.
  std::vector<std::string> exclude_databases{};
  bool globals = true;  ///< Roles, tablespaces, and the databases with their settings.
  Compression compression{Codec::zstd, 3, false, 0};
  bool sync = true;  ///< Wait until everything is safely on disk before it counts.
};

enum class BackupStatus {
  complete,  ///< Everything that was to be saved is in the set.
  partial    ///< At least one database is in the set and something else failed. Never counts as a good set.
};

/// One database of a set.
struct DatabaseOutcome {
  std::string name{};
  std::optional<Error> error{};  ///< Why it is not in the set; nullopt: it is.
  std::string file{};            ///< Its name within the set.
  std::uint64_t size = 0;        ///< Of the file, in bytes.
  std::string sha256{};          ///< Of the file, in hexadecimal.
  DumpSummary dump{};
};

struct BackupSummary {
  std::string path{};  ///< The set's directory, complete with its manifest.
  BackupStatus status = BackupStatus::complete;
  std::optional<Error> globals_error{};
  std::vector<DatabaseOutcome> databases{};
};

/// Callbacks of a backup; all may be empty. Called on the thread that runs backup(), one call at a time.
struct BackupObserver {
  std::function<void(const std::string& database, const Progress&)> on_progress{};
  LogCallback on_log{};
  std::function<void(const DatabaseOutcome&)> on_database{};  ///< After each database, saved or failed.
};

/// Saves each database into a file of its own: `DIRECTORY/YYYYMMDDTHHMMSSZ/NAME.sql.zst`, beside them
/// `globals.sql.zst` and, written last, `manifest.json`. Until the manifest is safely written the directory has a
/// name that starts with a dot and ends in `.partial`; `DIRECTORY/latest` leads to the newest complete set.
///
/// `connect.dbname` is where the list of databases is read; empty: PGDATABASE, else `postgres`, else `template1`.
/// A database that cannot be saved is reported and does not stop the others. Throws Error when nothing could be
/// saved, when the directory cannot be used, when another backup into it is running, and when `stop` was
/// requested; nothing is left behind then.
BackupSummary backup(const ConnectOptions& connect, const BackupOptions& options, const std::stop_token& stop = {},
                     const BackupObserver& observer = {});

}  // namespace pgdumpcore
