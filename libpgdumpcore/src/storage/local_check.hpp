// Whether a backup could write into a directory.
#pragma once

#include "storage/store.hpp"

#include <filesystem>
#include <vector>

namespace pgdumpcore::storage {

// What is tried, is tried in a directory of its own, which is gone afterwards.
[[nodiscard]] std::vector<PlaceCheck> check_directory(const std::filesystem::path& directory);

}  // namespace pgdumpcore::storage
