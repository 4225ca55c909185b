// What the entries of a script depend on, as far as their text says.
#pragma once

#include "archive/script_entry.hpp"

#include <vector>

namespace pgdumpcore::archive {

// Numbers the entries from 1, and gives each the numbers of those that it needs and that a restore asks for: rows their
// table, what alters a table that table, a foreign key the keys of the other table, a comment what it is about.
void add_dependencies(std::vector<ScriptEntry>& entries);

}  // namespace pgdumpcore::archive
