// pg_restore's options, and those of ours that belong beside them.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/restore.hpp>

namespace cli {

[[nodiscard]] OptionTable restore_options();

// Throws UsageError where a value makes no sense.
[[nodiscard]] pgdumpcore::RestoreOptions restore_options_from(const Values& values);

}  // namespace cli
