// What a dump contains and how it is written. Values only: nothing here acts.
#pragma once

#include <pgdumpcore/export.hpp>

#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore {

/// Compression methods, under the names `-Z` takes.
enum class Codec { none, gzip, lz4, zstd };

/// As `-Z` and documents call it; valid for ever, here and below.
[[nodiscard]] constexpr const char* name_of(Codec codec) {
  constexpr const char* names[] = {"none", "gzip", "lz4", "zstd"};
  return names[static_cast<int>(codec)];
}

/// How a stream is compressed. Without a level the codec's own default holds (zstd 3).
struct Compression {
  Codec codec = Codec::none;
  std::optional<int> level{};
  bool long_distance = false;  ///< zstd's long-distance matching.
  int workers = 0;             ///< Threads inside the zstd codec; 0 compresses on the calling thread.
};

/// Reads a `-Z` value as pg_dump 18 does: `METHOD[:DETAIL]` or a bare gzip level.
/// Throws Error (usage) on anything else.
[[nodiscard]] PGDUMPCORE_API Compression parse_compression(const std::string& specification);

/// Archive formats (https://www.postgresql.org/docs/current/app-pgdump.html, `-F`).
enum class Format { plain, custom, directory, tar };

/// As documents call it.
[[nodiscard]] constexpr const char* name_of(Format format) {
  constexpr const char* names[] = {"plain", "custom", "directory", "tar"};
  return names[static_cast<int>(format)];
}

/// The sections of a dump, `--section`.
struct Sections {
  bool pre_data = true;
  bool data = true;
  bool post_data = true;
};

/// Which rows of some tables a dump takes.
struct RowCondition {
  /// A pattern; of the tables (foreign ones included) that match it, and of all partitions of those that have some.
  std::string table{};
  /// A boolean SQL expression over the table's columns, as after WHERE. The search path is empty when the server reads
  /// it: what is not in pg_catalog, functions and other tables, has to be named with its schema.
  std::string condition{};
};

/// What pg_dump's options say, under their names. The defaults are pg_dump's.
/// Patterns are psql's (https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-PATTERNS).
struct DumpOptions {
  Format format = Format::plain;
  /// Unset: none for plain and tar; for custom and directory zstd:3, or gzip where the server's own pg_restore reads
  /// nothing else (before 16). Tar is never compressed.
  std::optional<Compression> compression{};

  /// -j: how many connections read the data at once, each compressing on a thread of its own. All share the snapshot.
  /// The output is the same as with one, but that a compressed stream is made of several frames (one, with gzip).
  int jobs = 1;
  bool no_chunks = false;  ///< Read each table as a whole, by one connection.

  std::vector<std::string> include_schemas{};  ///< -n
  std::vector<std::string> exclude_schemas{};  ///< -N
  std::vector<std::string> include_tables{};   ///< -t
  std::vector<std::string> exclude_tables{};   ///< -T
  std::vector<std::string> exclude_table_data{};
  std::vector<std::string> include_tables_and_children{};  ///< --table-and-children: with partitions and heirs
  std::vector<std::string> exclude_tables_and_children{};
  std::vector<std::string> exclude_table_data_and_children{};
  std::vector<std::string> include_extensions{};  ///< -e: these alone, and nothing that belongs to no schema
  /// Of the extensions these alone, and all else as without it: what a filter file's `include extension` means.
  std::vector<std::string> only_extensions{};
  std::vector<std::string> exclude_extensions{};
  std::vector<std::string> include_foreign_data{};  ///< foreign servers whose tables' rows are dumped
  bool strict_names = false;                        ///< --strict-names
  /// --where, ours: of several for one table all have to be met. dump() throws Error where a pattern matches no table
  /// (usage), and where the server does not take a condition as one expression (server), before anything is written.
  std::vector<RowCondition> row_conditions{};

  Sections sections{};
  bool schema_only = false;      ///< -s
  bool data_only = false;        ///< -a
  bool statistics_only = false;  ///< server 18 and later, as all that makes or restores statistics
  bool statistics = false;       ///< the planner's statistics too
  bool sequence_data = false;    ///< the sequences' values even where no other data is dumped
  bool no_schema = false;
  bool no_data = false;
  bool no_statistics = false;
  bool clean = false;                   ///< -c
  bool if_exists = false;               ///< --if-exists
  bool create = false;                  ///< -C
  std::optional<bool> large_objects{};  ///< -b / -B; unset: as pg_dump decides

  bool no_owner = false;       ///< -O
  bool no_privileges = false;  ///< -x
  bool no_comments = false;
  bool no_policies = false;
  bool no_publications = false;
  bool no_subscriptions = false;
  bool no_security_labels = false;
  bool no_tablespaces = false;
  bool no_table_access_method = false;
  bool no_toast_compression = false;
  bool no_unlogged_table_data = false;

  bool inserts = false;
  bool column_inserts = false;  ///< implies inserts
  int rows_per_insert = 1;      ///< more than 1 implies inserts
  bool on_conflict_do_nothing = false;
  bool disable_triggers = false;
  bool disable_dollar_quoting = false;
  bool quote_all_identifiers = false;
  bool load_via_partition_root = false;
  bool enable_row_security = false;
  bool use_set_session_authorization = false;
  std::string superuser{};          ///< -S
  std::string role{};               ///< --role
  std::string encoding{};           ///< -E; empty: the database's own
  std::string snapshot{};           ///< --snapshot: an exported snapshot to use
  std::string lock_wait_timeout{};  ///< as `SET statement_timeout` takes it; empty: wait
  std::optional<int> extra_float_digits{};
  bool serializable_deferrable = false;

  /// --restrict-key; empty: a random one. Letters and digits only.
  std::string restrict_key{};
};

/// Which of its three parts the options leave of a dump.
struct Contents {
  bool schema = true;
  bool data = true;
  bool statistics = false;
};
/// What pg_dump makes of -s, -a and their relatives.
[[nodiscard]] PGDUMPCORE_API Contents contents_of(const DumpOptions& options);

/// Whether no -n, -t, -e or relative of theirs restricts the dump to a choice of objects.
[[nodiscard]] PGDUMPCORE_API bool takes_whole_database(const DumpOptions& options);

/// Adds the patterns of a file as `--filter` of pg_dump 17 and later takes it; "-" is the standard input.
/// Throws Error: io where it cannot be read, usage (with the line) where it is not understood.
PGDUMPCORE_API void add_filter_file(DumpOptions& options, const std::string& path);

}  // namespace pgdumpcore
