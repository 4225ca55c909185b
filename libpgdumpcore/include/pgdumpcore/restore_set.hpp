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
  /// For each database. Where it chooses tables, schemas or other objects, they come with what belongs to them, as with
  /// RestoreOptions::with_parts: of one database without `as`, into the database that `connect` names, which keeps
  /// everything else. Whole scripts are restored by one connection. `create`, `use_list`, and but for parts `clean` are
  /// an Error (usage).
  /// `no_owner` and `no_privileges` hold for what the globals say of the databases, too. `force` goes on where the
  /// server lacks what the set needs, and where files of the set are missing or damaged: each is told to on_error, and
  /// at the end a warning sums up what has not come back.
  RestoreOptions restore{};
  /// With `databases`: make the roles that the set has and the server lacks, before anything else.
  bool with_roles = false;
  /// Drop a database that this restore has made if it fails, is stopped before its end, or passes over errors. A
  /// database that is dropped is not told to on_database.
  bool drop_on_failure = false;
  /// By which the files of an encrypted set are decrypted.
  Identities identities{};
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
/// that the files have the sizes and SHA-256 of the manifest, is looked at before anything is done. Everything: a
/// database that cannot be restored does not stop the others, unless restore.exit_on_error is set. Returns how much was
/// refused or is missing in a partial set, each told to on_error. Throws Error: usage, data (the manifest, or what is
/// not in the set), io, connection, cancelled, and what restore() throws.
PGDUMPCORE_API std::uint64_t restore_set(const std::string& set, const ConnectOptions& connect,
                                         const SetRestoreOptions& options = {}, const std::stop_token& stop = {},
                                         const SetRestoreObserver& observer = {});

}  // namespace pgdumpcore
