// How two backup sets differ, or a set and a server: databases, tables, rows, definitions.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/progress.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// One of the two that diff() compares.
struct DiffInput {
  std::string set{};         ///< A set, as find_set() has it; empty: the server that `connect` leads to.
  ConnectOptions connect{};  ///< As backup() takes it.
};

/// What diff() compares.
struct DiffOptions {
  std::vector<std::string> databases{};  ///< Their names; empty: all.
  /// Compare definitions, too. For that each script of a set is read to its end, of an archive the table of contents.
  bool definitions = true;
  /// Of a server: the rows that its statistics expect
  /// (https://www.postgresql.org/docs/current/catalog-pg-class.html, `reltuples`), instead of counting them. A table is
  /// then taken for changed if the numbers differ by more than a tenth.
  bool estimate = false;
  std::string lock_wait_timeout{};  ///< As DumpOptions has it; empty: wait.
};

/// How something differs.
enum class DiffChange {
  none,     ///< Both have it, and nothing of what was compared differs.
  added,    ///< Only the second one has it.
  removed,  ///< Only the first one has it.
  changed   ///< Both have it.
};

/// A table whose rows were saved, or would be: with other numbers, or on one side only.
struct TableDiff {
  DiffChange change = DiffChange::changed;
  std::string schema{};
  std::string name{};
  /// nullopt: it is not there, or not known, as of a table that the server has no statistics of.
  std::optional<std::uint64_t> rows_before{};
  std::optional<std::uint64_t> rows_after{};
  /// Of COPY text, as a set's manifest has them; nullopt: not there, or of a server.
  std::optional<std::uint64_t> bytes_before{};
  std::optional<std::uint64_t> bytes_after{};
};

/// An object that is defined differently, or on one side only, under the names that it has in an archive's table of
/// contents, with spaces for line breaks. Comments, privileges and security labels are objects, too.
struct ObjectDiff {
  DiffChange change = DiffChange::changed;
  std::string kind{};
  std::string schema{};
  std::string name{};
  bool definition = false;  ///< The statements that make it differ. Of a changed one, as all below.
  bool owner = false;
  bool storage = false;  ///< Its tablespace or its access method.
};

/// All tables of a database together.
struct DatabaseTotals {
  std::uint64_t tables = 0;
  std::optional<std::uint64_t> rows{};   ///< nullopt: not known of one of them.
  std::optional<std::uint64_t> bytes{};  ///< As TableDiff has them.
};

/// One database, whether it differs or not.
struct DatabaseDiff {
  std::string name{};
  DiffChange change = DiffChange::none;
  /// Why it, or its definitions, could not be compared: it is not in a partial set, its file is damaged, the server
  /// refuses. What could be compared is there.
  std::optional<Error> error{};
  std::optional<DatabaseTotals> before{};  ///< nullopt: not there, or not looked at, as what only a server has.
  std::optional<DatabaseTotals> after{};
  std::vector<TableDiff> tables{};    ///< By schema and name.
  std::vector<ObjectDiff> objects{};  ///< First what is removed, then what is added or changed, in a script's order.
};

/// What was compared.
struct DiffedSide {
  std::string set{};             ///< The set's path; empty: it is a server.
  std::string server_version{};  ///< As the server reported it, also of a set.
  std::string description{};     ///< For people: the path, or where the server is. It holds no password.
};

/// What diff() found. Names that are not UTF-8 in their database have U+FFFD in place of what is not.
struct DiffSummary {
  DiffedSide before{};
  DiffedSide after{};
  std::vector<DatabaseDiff> databases{};  ///< By name.

  /// Whether any difference was found.
  [[nodiscard]] bool differs() const {
    for (const DatabaseDiff& database : databases)
      if (database.change != DiffChange::none) return true;
    return false;
  }
  /// Whether all could be compared.
  [[nodiscard]] bool is_complete() const {
    for (const DatabaseDiff& database : databases)
      if (database.error) return false;
    return true;
  }
};

/// Callbacks of a diff; both may be empty. Called on the thread that runs diff().
struct DiffObserver {
  std::function<void(const std::string& database, const Progress&)> on_progress{};  ///< While rows are counted.
  LogCallback on_log{};
};

/// Compares two sets, a set and a server, or two servers. Of a set its manifest is read, and for definitions its files.
/// A server is asked which databases a backup would take (with the patterns that the other one was made with, if that
/// is a set). In each, one transaction that only reads takes ACCESS SHARE locks on the tables, as a dump does, reads
/// the definitions, and counts the rows of one table after the other.
///
/// Compared are databases, tables whose rows are saved, numbers of rows, bytes of COPY text of two sets, and
/// definitions as compare() compares catalogs. Not compared are: single values (an UPDATE shows by the bytes, if at
/// all), large objects, values of sequences, roles, tablespaces, and the settings of databases. Definitions of servers
/// of two majors, which word some in another way, are compared as they are, with a warning.
///
/// Blocks until done, on the calling thread; memory holds the definitions of one database at a time, twice, and no
/// rows. Retention does not remove a set while it is compared. A database that cannot be compared does not stop the
/// others. Throws Error: usage, data (a manifest, or no such database on either side), io, connection, server and
/// permission where the server's databases cannot be listed, cancelled when `stop` is requested; what a callback throws
/// ends it.
[[nodiscard]] PGDUMPCORE_API DiffSummary diff(const DiffInput& before, const DiffInput& after,
                                              const DiffOptions& options = {}, const std::stop_token& stop = {},
                                              const DiffObserver& observer = {});

}  // namespace pgdumpcore
