// Restore databases of a backup set.
#pragma once

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/restore.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

struct SetRestoreOptions {
  /// The database to restore; empty: everything, the globals first.
  std::string database{};
  /// The name it gets; empty: its own. With `database` only.
  std::string as{};
  RestoreOptions restore{};  ///< For each database; `create` has no meaning here.
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
/// A database that is to be made must not exist, but for `postgres` and `template1`, which every server has; that is
/// looked at before anything is done. Returns how many statements the server refused, each told to on_error. Throws
/// Error: usage, data (the manifest, or what is not in the set), io, connection, cancelled, and what restore() throws.
std::uint64_t restore_set(const std::string& set, const ConnectOptions& connect, const SetRestoreOptions& options = {},
                          const std::stop_token& stop = {}, const SetRestoreObserver& observer = {});

}  // namespace pgdumpcore
