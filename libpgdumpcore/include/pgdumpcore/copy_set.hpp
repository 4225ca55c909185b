// Copy a backup set to another place.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// Where a set is copied to.
struct CopySetOptions {
  std::string directory{};  ///< That of the sets there, which must exist, or an address; as BackupOptions::directory.
  /// Which older sets of the copied set's series stay there; as BackupOptions::retention. The copy itself stays.
  Retention retention{};
  Sync sync = Sync::files;  ///< Everything is safely on disk before it counts.
};

/// What copy_set() did.
struct CopySetSummary {
  std::string path{};      ///< The copy.
  bool was_there = false;  ///< The same set was there already, with all its files; nothing was copied.
  BackupStatus status = BackupStatus::complete;  ///< Of the set.
  std::uint64_t files = 0;                       ///< How many were copied.
  std::uint64_t bytes = 0;                       ///< Of these files.
  std::vector<std::string> removed{};            ///< Names of the older sets that were not to be kept.
  std::vector<std::string> removal_reasons{};    ///< Why, of each of them.
};

/// Callbacks of copy_set(); all may be empty. Called on its thread, never after it has returned.
struct CopySetObserver {
  /// `bytes_done` of `bytes_total` bytes of the set's files; `table` is the file's name.
  ProgressCallback on_progress{};
  LogCallback on_log{};
};

/// Copies the set that `set` leads to (see find_set()) into another directory or bucket, file by file as they are, so
/// that what is encrypted stays so. Sizes and SHA-256 are compared with the manifest on the way; the manifest is
/// written last, byte for byte, so a copy that is there is whole. Its name is that of the set as it was made. What
/// verify() recorded is not copied: the copy is to be verified where it is.
///
/// While the set is read, retention does not remove it, as far as its place can. Afterwards retention applies there, as
/// after a backup; what goes wrong then is a warning. Throws Error, and leaves nothing behind: data if a file is
/// missing or is not what the manifest says, or if another set of that name is there; io if a place cannot be used, or
/// has too little space; usage, connection, cancelled, and what find_set() throws.
PGDUMPCORE_API CopySetSummary copy_set(const std::string& set, const CopySetOptions& options,
                                       const std::stop_token& stop = {}, const CopySetObserver& observer = {});

}  // namespace pgdumpcore
