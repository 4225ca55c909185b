// DIRECTORY/latest: which set it leads to. find_set() is declared in pgdumpcore/backup.hpp.
#pragma once

#include <pgdumpcore/progress.hpp>

#include <filesystem>
#include <string>

namespace pgdumpcore::backups {

// The set that the link or file DIRECTORY/latest names; empty: there is none.
[[nodiscard]] std::string latest_of(const std::filesystem::path& directory);

// Lets DIRECTORY/latest lead to newest_set(), and warns if that lacks databases of the set before, or of one since that
// was found damaged. Another file or directory of that name stays, with a warning. A link that cannot be made is a
// warning too: the sets are as they were.
void update_latest(const std::filesystem::path& directory, const LogCallback& log);

}  // namespace pgdumpcore::backups
