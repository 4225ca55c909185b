// Options of a restore that contradict each other, or the input.
#pragma once

#include <pgdumpcore/restore.hpp>

#include <string>

namespace pgdumpcore::restoring {

// Throws Error (usage), in pg_restore's words.
void check_options(const RestoreOptions& options);

// The first option, as it is given, that chooses or changes parts of what is restored: a script is then read as an
// archive. Null if there is none.
//   as_text: the script would be copied, not run, so that nothing of it can be left out
[[nodiscard]] const char* option_of_parts(const RestoreOptions& options, bool as_text = false);

}  // namespace pgdumpcore::restoring
