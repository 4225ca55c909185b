// What is in a backup set, as its manifest says, and in the files of its databases.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/archive.hpp>
#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/encryption.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore {

/// A set's manifest. Names that are not UTF-8 in their database have U+FFFD in place of what is not.
struct SetManifest {
  std::string name{};  ///< The set's, such as `20261129T030000Z`.
  std::string path{};  ///< Where it is.
  BackupStatus status = BackupStatus::complete;
  std::chrono::sys_seconds started_at{};
  std::chrono::sys_seconds finished_at{};
  std::string tool_version{};        ///< Of the pgdump that made it.
  std::string server_version{};      ///< As the server reported it.
  std::string system_identifier{};   ///< Of the server; empty: the user could not read it.
  std::optional<SetFile> globals{};  ///< nullopt: they are not in the set.
  std::string globals_error{};       ///< Why not; empty: they are in it, or were not asked for.
  bool has_selection = false;        ///< The two below are recorded, which the first versions did not do.
  std::vector<std::string> include_databases{};
  std::vector<std::string> exclude_databases{};
  /// In the manifest's order. Of each that is complete: its file, and in `dump.tables` its tables with rows and bytes
  /// of COPY text; a manifest has nothing else of `dump`, and no `duration`.
  std::vector<DatabaseOutcome> databases{};
};

/// Reads the manifest of the set that `set` leads to, as find_set() has it; nothing but the manifest is read.
///
/// Runs on the calling thread; any number of threads may read the same set. Throws Error that names the manifest: data
/// if it is damaged, or one of another program or of a format that this version does not know; io if it cannot be read.
/// What is no set at all is told as find_set() does.
[[nodiscard]] PGDUMPCORE_API SetManifest read_manifest(const std::string& set);

/// Opens the file of one database of a set as an archive: its facts, its entries, its table of contents as text. A
/// plain script is read to its end for that; of an archive, its table of contents alone. Whether the file is the one
/// that was written is for verify() to say.
///
/// `database` is its name as the manifest has it; `identities` decrypt what is encrypted. Throws Error: data if the set
/// does not have it (with the reason, and with the nearest name), and what read_manifest() and Archive::open() throw.
[[nodiscard]] PGDUMPCORE_API Archive open_database(const std::string& set, const std::string& database,
                                                   const Identities& identities = {});
/// The same, which may take its time.
[[nodiscard]] PGDUMPCORE_API Archive open_database(const std::string& set, const std::string& database,
                                                   const ArchiveOptions& options);

}  // namespace pgdumpcore
