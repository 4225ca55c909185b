// Restore an archive or a plain script.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/encryption.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/files.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore {

/// What is to be restored: an archive of pg_dump or of this library (custom, directory, tar), or a plain script.
/// A file may be compressed as a whole with gzip, lz4 or zstd, and then encrypted with age, which needs an identity.
/// Which of them it is, its first bytes say.
class PGDUMPCORE_API RestoreInput {
 public:
  /// A file, a directory, a FIFO.
  [[nodiscard]] static RestoreInput file(std::string path) { return {std::move(path), -1}; }
  /// A file that is not in the local file system. Shared with the restore as long as it runs.
  [[nodiscard]] static RestoreInput file(std::shared_ptr<const RandomAccess> file) {
    RestoreInput input({}, -1);
    input.file_ = std::move(file);
    return input;
  }
  /// The files of an archive in directory format that are not in the local file system. Shared as above.
  [[nodiscard]] static RestoreInput files(std::shared_ptr<InputFiles> files) {
    RestoreInput input({}, -1);
    input.files_ = std::move(files);
    return input;
  }
  /// An open descriptor, which stays the caller's and is not closed. Only its regular files can be restored by
  /// several jobs.
  [[nodiscard]] static RestoreInput descriptor(int number) { return {{}, number}; }

  /// The same input, whose encrypted files these identities decrypt; only what is restored is decrypted. Without them
  /// an encrypted input is an Error (usage).
  [[nodiscard]] RestoreInput decrypted_by(Identities identities) && {
    identities_ = std::move(identities);
    return std::move(*this);
  }

  /// Empty unless it was made from a path.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Of the descriptor; -1 if it was made from something else.
  [[nodiscard]] int number() const noexcept { return number_; }
  /// nullptr unless it was made from such a file.
  [[nodiscard]] const std::shared_ptr<const RandomAccess>& random_access() const noexcept { return file_; }
  /// nullptr unless it was made from such files.
  [[nodiscard]] const std::shared_ptr<InputFiles>& input_files() const noexcept { return files_; }
  /// Empty unless it has some.
  [[nodiscard]] const Identities& identities() const noexcept { return identities_; }

 private:
  RestoreInput(std::string path, int number) : path_(std::move(path)), number_(number) {}
  std::string path_;
  int number_;
  std::shared_ptr<const RandomAccess> file_{};
  std::shared_ptr<InputFiles> files_{};
  Identities identities_{};
};

/// What pg_restore's options say, under their names (https://www.postgresql.org/docs/current/app-pgrestore.html).
/// The defaults are pg_restore's. Names are plain names, not patterns, and may have their schema before them
/// (`crm.customer`); those of functions have their argument types: `area(integer, integer)`. A name that matches
/// nothing in the archive is an Error (usage), before anything is done.
///
/// A plain script is run as it is unless an option chooses or changes parts of it; no_owner and no_privileges alone do
/// not. It is then read as an archive, and has to be a regular file that holds one dump: Error (usage, data).
struct RestoreOptions {
  std::string use_list{};                      ///< -L: a file as restore_list() makes it
  std::vector<std::string> schemas{};          ///< -n
  std::vector<std::string> exclude_schemas{};  ///< -N
  std::vector<std::string> tables{};           ///< -t: tables, views, sequences
  std::vector<std::string> functions{};        ///< -P
  std::vector<std::string> indexes{};          ///< -I
  std::vector<std::string> triggers{};         ///< -T
  /// Chosen tables are taken with what belongs to them (keys, indexes, triggers, rules, policies, defaults, owned
  /// sequences and their values, partitions, comments, privileges, statistics), and chosen schemas with themselves, as
  /// restore_set() does. restore() then leaves a schema that the database has as it is; that it has what would be made
  /// is an Error (data) before anything is changed, but with `clean` or `force`; and foreign keys and views of others
  /// that are missing afterwards are told to on_log with what brings them back. With data_only sequences go on behind
  /// the values of the dump, and those that are further stay. With `clean`, one job and no transaction_size it is one
  /// transaction, unless `force` is set.
  bool with_parts = false;
  /// --missing-rows: of the rows only, those that the tables lack, which have to be there. A row is known by its
  /// table's primary key, and rows that are there stay as they are; without a key it is known by all its columns, and
  /// equal rows are counted. Large objects and statistics stay as they are; sequences go on behind the values of the
  /// dump. User triggers do not fire; foreign keys are checked. Each table is locked against writing, and filled within
  /// a transaction. RestoreSummary::rows counts what was added. Only restore() and restore_set() take it.
  bool missing_rows = false;
  /// --as-table: the rows of the one table that `tables` names go into a new table of this name, which has its columns
  /// and nothing else; without a schema it is made in that of the table. All or nothing. As missing_rows otherwise.
  std::string as_table{};
  bool strict_names = false;         ///< --strict-names: pg_restore's messages for a name not found
  bool allow_missing_names = false;  ///< A name that matches nothing is a warning, as pg_restore allows it.

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
  /// -j: connections that work side by side, for archives that can be read anywhere. A script that is compressed in one
  /// piece is restored over one connection, which is told to on_log.
  int jobs = 1;

  /// --force: run a plain script even if the database has relations of the names that the script creates. Without it
  /// that is an Error (data), before the script's first statement changes anything. Of an archive whose entries can be
  /// read in any order, one whose rows or large objects are missing or damaged is told to on_error and passed over.
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
