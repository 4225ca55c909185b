// Restore databases of a backup set.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/restore.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// What of a set is restored, and how.
struct SetRestoreOptions {
  /// The databases to restore; empty: everything, the globals first.
  std::vector<std::string> databases{};
  /// The name it gets; empty: its own. With one database only.
  std::string as{};
  /// For each database; scripts are restored by one connection. `create`, `clean` and `use_list` are an Error (usage).
  /// `no_owner` and `no_privileges` hold for what the globals say of the databases, too. `force` goes on where the
  /// server lacks what the set needs.
  RestoreOptions restore{};
  /// With `databases`: make the roles that the set has and the server lacks, before anything else.
  bool with_roles = false;
  /// Drop a database that this restore has made if it fails or is stopped before its end.
  bool drop_on_failure = false;
};

/// Callbacks of restore_set(); all may be empty. As with RestoreObserver.
struct SetRestoreObserver {
  RestoreObserver restore{};
  std::function<void(const std::string& database, const RestoreSummary&)> on_database{};  ///< After each one.
};

/// Restores a set that backup() made (or `latest`) into the server that `connect` leads to, connected to that database
/// to begin with. Everything: roles, tablespaces and databases as the globals make them (roles that exist stay as they
/// are), then each database. One database: it is made as it was, with its owner, settings and privileges, and restored.
///
/// A database that is to be made must not exist, but for `postgres` and `template1`, which every server has; that, and
/// that the files have their sizes, is looked at before anything is done. Everything: a database that cannot be
/// restored does not stop the others, unless restore.exit_on_error is set. Returns how much was refused or is missing
/// in a partial set, each told to on_error. Throws Error: usage, data (the manifest, or what is not in the set), io,
/// connection, cancelled, and what restore() throws.
PGDUMPCORE_API std::uint64_t restore_set(const std::string& set, const ConnectOptions& connect,
                                         const SetRestoreOptions& options = {}, const std::stop_token& stop = {},
                                         const SetRestoreObserver& observer = {});

}  // namespace pgdumpcore
