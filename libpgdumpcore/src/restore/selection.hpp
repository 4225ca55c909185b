// What of an archive is to be restored.
#pragma once

#include "archive/script.hpp"
#include "archive/toc.hpp"

#include <pgdumpcore/restore.hpp>

#include <functional>
#include <string>
#include <vector>

namespace pgdumpcore::restoring {

// Whether -t/--table names the entry, or would if it were a relation.
[[nodiscard]] bool names_relation(const RestoreOptions& options, const archive::Entry& entry);

[[nodiscard]] archive::ScriptOptions script_options(const RestoreOptions& options);

// What is told of a selection that finds nothing where that is no error.
using SelectionWarning = std::function<void(const std::string& message, const std::string& hint)>;

// Throws Error (usage) where a name matches nothing, or all of them together choose nothing; with allow_missing_names
// `warn` is told instead, if there is one.
[[nodiscard]] std::vector<archive::Wanted> select_entries(const archive::Toc& toc, const RestoreOptions& options,
                                                          const SelectionWarning& warn = nullptr);

}  // namespace pgdumpcore::restoring
