// A script writes privileges behind all else, and what must wait for them behind those; an archive has them with their
// objects.
#pragma once

#include "archive/script_entry.hpp"

#include <vector>

namespace pgdumpcore::archive {

// The entries of a script in the order that an archive of the same dump has.
[[nodiscard]] std::vector<ScriptEntry> in_archive_order(std::vector<ScriptEntry> entries);

}  // namespace pgdumpcore::archive
