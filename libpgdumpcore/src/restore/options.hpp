// Options of a restore that contradict each other, or the input.
#pragma once

#include <pgdumpcore/restore.hpp>

#include <string>

namespace pgdumpcore::restoring {

// Throws Error (usage), in pg_restore's words.
void check_options(const RestoreOptions& options);

// A script has no entries to choose from: what would choose is an Error (usage) that names it.
//   input: the script, for messages
//   as_text: it is copied, not run, so that nothing of it can be left out
void check_options_for_script(const RestoreOptions& options, const std::string& input, bool as_text = false);

}  // namespace pgdumpcore::restoring
