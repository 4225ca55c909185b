// What of an archive is to be restored.
#pragma once

#include "archive/script.hpp"
#include "archive/toc.hpp"

#include <pgdumpcore/restore.hpp>

#include <vector>

namespace pgdumpcore::restoring {

[[nodiscard]] archive::ScriptOptions script_options(const RestoreOptions& options);

// Throws Error (usage) where strict_names finds nothing of a name.
[[nodiscard]] std::vector<archive::Wanted> select_entries(const archive::Toc& toc, const RestoreOptions& options);

}  // namespace pgdumpcore::restoring
