// Drop statements that the text of other entries decides.
#pragma once

#include "archive/script_entry.hpp"

#include <vector>

namespace pgdumpcore::archive {

// An index that is part of a partitioned one has none of its own, a view that is put in place of a dummy becomes that
// again, and names are written as the dump writes them, not as the server does.
void complete_drops(std::vector<ScriptEntry>& entries);

}  // namespace pgdumpcore::archive
