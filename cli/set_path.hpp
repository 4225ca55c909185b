// Names that stand for sets in the directory of the sets.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <string>

namespace cli {

// `latest`, or a set's name, in `directory` if that is given and has it; anything else is a path as it is. Throws
// UsageError if both it and the current directory have it.
[[nodiscard]] std::string set_path(const std::string& given, const std::string& directory);

// The set that a path leads to. That `latest` was looked up is told, and warned of what it passed over. Throws as
// find_set().
[[nodiscard]] pgdumpcore::FoundSet resolve_set(const std::string& path);

}  // namespace cli
