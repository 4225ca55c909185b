// The sets that a directory holds.
#pragma once

#include "backup/retention.hpp"

#include <filesystem>
#include <string>

namespace pgdumpcore::backups {

// The set that DIRECTORY/latest leads to, as a symbolic link or as a file with its name; empty: there is none.
[[nodiscard]] std::string latest_of(const std::filesystem::path& directory);

// The directory of the set that a path leads to: itself, or through a file that `latest` is; empty: the path is that of
// something else, such as an archive. Throws Error: io if there is nothing, usage if it is a directory of sets.
[[nodiscard]] std::string find_set(const std::filesystem::path& path);

// Those that pgdump made, as their own manifests say. Only they may ever be removed.
[[nodiscard]] std::vector<DatedSet> own_sets(const std::filesystem::path& directory);

}  // namespace pgdumpcore::backups
