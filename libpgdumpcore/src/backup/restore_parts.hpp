// Parts of one database of a set, restored into a database that is there.
#pragma once

#include "backup/restore_task.hpp"

#include <pgdumpcore/restore_set.hpp>

#include <string>

namespace pgdumpcore::backups {

// Whether the options choose tables, schemas or other objects.
[[nodiscard]] bool chooses_parts(const RestoreOptions& options);
// Whether they choose them of one database, and no new database for them.
[[nodiscard]] bool restores_parts(const SetRestoreOptions& options);

// Restores them into the database that the task's connection leads to. Throws Error: usage if that is a maintenance
// database that the set's is not; and what restore() throws.
//   input: the database's file in the set
void restore_parts(RestoreTask& task, const RestoreInput& input, const std::string& database);

}  // namespace pgdumpcore::backups
