// How answers of a preflight name objects.
#pragma once

#include <string>
#include <vector>

namespace pgdumpcore::backups {

// a, b, c and 5 more
[[nodiscard]] std::string some_of(const std::vector<std::string>& all);

}  // namespace pgdumpcore::backups
