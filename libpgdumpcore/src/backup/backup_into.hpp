// A backup into a place of any kind.
#pragma once

#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>

#include <memory>
#include <stop_token>

namespace pgdumpcore::backups {

// As pgdumpcore::backup(), into a store in place of options.directory.
[[nodiscard]] BackupSummary backup_into(const std::shared_ptr<storage::Store>& store, const ConnectOptions& connect,
                                        const BackupOptions& options, const std::stop_token& stop,
                                        const BackupObserver& observer);

}  // namespace pgdumpcore::backups
