// pgdump restore of backup sets: with --all or --database.
#pragma once

#include "arguments.hpp"
#include "restore_errors.hpp"

#include <pgdumpcore/restore.hpp>

#include <stop_token>

namespace cli {

[[nodiscard]] OptionGroup set_restore_options();
// Whether options ask for a set. Throws UsageError if they do not, and the archive that is named is one.
[[nodiscard]] bool is_set_restore(const Values& values);
// Throws UsageError where the options do not go together.
int restore_set(const Values& values, const pgdumpcore::RestoreOptions& wanted,
                const pgdumpcore::RestoreObserver& observer, const RestoreErrors& refused, const std::stop_token& stop);

}  // namespace cli
