// Restore an archive or a plain script.
#pragma once

#include <pgdumpcore/export.hpp>
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
#include <utility>
#include <vector>

namespace pgdumpcore {

/// What is to be restored: an archive of pg_dump or of this library (custom, directory, tar), or a plain script.
/// A file may be compressed as a whole with gzip, lz4 or zstd. Which of them it is, its first bytes say.
class PGDUMPCORE_API RestoreInput {
 public:
  /// A file, a directory, a FIFO.
  [[nodiscard]] static RestoreInput file(std::string path) { return {std::move(path), -1}; }
  /// An open descriptor, which stays the caller's and is not closed. Only its regular files can be restored by
  /// several jobs.
  [[nodiscard]] static RestoreInput descriptor(int number) { return {{}, number}; }

  [[nodiscard]] const std::string& path() const noexcept { return path_; }  ///< Empty for a descriptor.
  [[nodiscard]] int number() const noexcept { return number_; }             ///< -1 for a path.

 private:
  RestoreInput(std::string path, int number) : path_(std::move(path)), number_(number) {}
  std::string path_;
  int number_;
};

/// What pg_restore's options say, under their names (https://www.postgresql.org/docs/current/app-pgrestore.html).
/// The defaults are pg_restore's. Names are plain names, not patterns, and may have their schema before them
/// (`crm.customer`); those of functions have their argument types: `area(integer, integer)`. A name that matches
/// nothing in the archive is an Error (usage), before anything is done. Of a plain script everything but what
/// no_owner and no_privileges leave out is restored: an option that would choose other parts of it is an Error (usage).
struct RestoreOptions {
  std::string use_list{};                      ///< -L: a file as restore_list() makes it
  std::vector<std::string> schemas{};          ///< -n
  std::vector<std::string> exclude_schemas{};  ///< -N
  std::vector<std::string> tables{};           ///< -t: tables, views, sequences
  std::vector<std::string> functions{};        ///< -P
  std::vector<std::string> indexes{};          ///< -I
  std::vector<std::string> triggers{};         ///< -T
  bool strict_names = false;                   ///< --strict-names: pg_restore's messages for a name not found
  bool allow_missing_names = false;            ///< A name that matches nothing is a warning, as pg_restore allows it.

  Sections sections{};
  bool schema_only = false;      ///< -s
  bool data_only = false;        ///< -a
  bool statistics_only = false;  ///< --statistics-only
  bool statistics = false;       ///< --statistics: which is so without it, too
  bool no_schema = false;
  bool no_data = false;
  bool no_statistics = false;
  bool clean = false;      ///< -c
  bool if_exists = false;  ///< --if-exists
  bool create = false;     ///< -C

  bool no_owner = false;       ///< -O
  bool no_privileges = false;  ///< -x
  bool no_comments = false;
  bool no_policies = false;
  bool no_publications = false;
  bool no_security_labels = false;
  bool no_subscriptions = false;
  bool no_tablespaces = false;
  bool no_table_access_method = false;

  bool disable_triggers = false;  ///< With data only.
  bool enable_row_security = false;
  bool use_set_session_authorization = false;
  bool no_data_for_failed_tables = false;
  std::string superuser{};  ///< -S
  std::string role{};       ///< --role

  bool exit_on_error = false;       ///< -e: stop at the first error
  bool single_transaction = false;  ///< -1: everything or nothing; implies exit_on_error
  /// --transaction-size: commit after so many objects; implies exit_on_error. With several jobs each object is
  /// committed by itself.
  int transaction_size = 0;
  int jobs = 1;  ///< -j: connections that work side by side, for archives that can be read anywhere

  /// --force: run a plain script even if the database has relations of the names that the script creates. Without it
  /// that is an Error (data), before the script's first statement changes anything.
  bool force = false;

  /// --restrict-key, for restore_to_script(); empty: a random one. Letters and digits only.
  std::string restrict_key{};
};

/// Adds the names of a file as `--filter` of pg_restore 17 and later takes it; "-" is the standard input.
/// Throws Error: io where it cannot be read, usage (with the line) where it is not understood.
PGDUMPCORE_API void add_filter_file(RestoreOptions& options, const std::string& path);

/// What a restore did.
struct RestoreSummary {
  std::string database{};        ///< The one worked in at the end; empty for a script.
  std::uint64_t objects = 0;     ///< Entries of the archive, or statements of the script.
  std::uint64_t errors = 0;      ///< What the server refused and was passed over.
  std::uint64_t tables = 0;      ///< Tables whose rows were loaded.
  std::uint64_t rows = 0;        ///< Rows that COPY loaded, where a server counted them.
  std::uint64_t bytes_read = 0;  ///< Rows and large objects, uncompressed.
};

/// Callbacks of a restore; all may be empty. One call at a time, on any of the restore's threads, never after it has
/// returned. An exception that one throws ends the restore with that exception.
struct RestoreObserver {
  ProgressCallback on_progress{};  ///< bytes_read and, of an archive, its tables; bytes_total is not known.
  LogCallback on_log{};
  /// What the server refused, after which the restore goes on. what() begins with the entry of the archive or the
  /// line of the script; object() names the entry; detail() has the command.
  std::function<void(const Error&)> on_error{};
};

/// Restores into the database that `connect` names, or, with options.create, makes the archive's database anew,
/// connected to that one only to begin with.
///
/// Blocks until done; with options.jobs it starts as many threads, and ends them. A statement that the server
/// refuses is told to on_error, counted, and passed over; with exit_on_error, single_transaction or
/// transaction_size it is thrown as Error (server, permission). Thrown in any case: usage if the options contradict
/// each other; connection; data if the input is damaged or ends too early; io; cancelled, after the running
/// statements were cancelled. What was restored until then stays, except with single_transaction; the error's hint
/// names the database that is incomplete.
PGDUMPCORE_API RestoreSummary restore(const RestoreInput& input, const ConnectOptions& connect,
                                      const RestoreOptions& options = {}, const std::stop_token& stop = {},
                                      const RestoreObserver& observer = {});

/// Writes what restore() would do as a script for psql. Of one of this library's archives that is what dump() writes
/// as plain text with the same options; of a plain script, its text. Needs no server; runs on the calling thread.
PGDUMPCORE_API RestoreSummary restore_to_script(const RestoreInput& input, Target target,
                                                const RestoreOptions& options = {}, const std::stop_token& stop = {},
                                                const RestoreObserver& observer = {});

/// The archive's table of contents as far as the options choose it, as `pg_restore -l` prints it. Edited, its lines
/// left out or put in another order, it is what RestoreOptions::use_list takes.
[[nodiscard]] PGDUMPCORE_API std::string restore_list(const RestoreInput& input, const RestoreOptions& options = {});

}  // namespace pgdumpcore
