// The newest good set of a place, and the link to it.
#pragma once

#include "storage/store.hpp"

#include <pgdumpcore/progress.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::sets {

// Stands for the set in a path, and is the link's name.
inline constexpr const char* latest_name = "latest";

// The set that the link names; empty: there is none. For people: commands compute it from the sets.
[[nodiscard]] std::string latest_of(const storage::Store& store);

// Lets the link lead to newest_set(), and warns if that lacks databases of the set before, or of one since that was
// found damaged. Another file or directory of that name stays, with a warning. A link that cannot be made is a warning
// too: the sets are as they were.
void update_latest(const std::shared_ptr<storage::Store>& store, const LogCallback& log);

}  // namespace pgdumpcore::sets
