// The sets that a directory holds.
#pragma once

#include "backup/retention.hpp"

#include <filesystem>
#include <string>

namespace pgdumpcore::backups {

// The set that DIRECTORY/latest leads to, as a symbolic link or as a file with its name; empty: there is none.
[[nodiscard]] std::string latest_of(const std::filesystem::path& directory);

// Those that pgdump made, as their own manifests say. Only they may ever be removed.
[[nodiscard]] std::vector<DatedSet> own_sets(const std::filesystem::path& directory);

}  // namespace pgdumpcore::backups
