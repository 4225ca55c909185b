// How messages name many objects.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace pgdumpcore {

// a, b, c and 5 more
//   shown: how many are named
inline std::string some_of(const std::vector<std::string>& all, std::size_t shown = 3) {
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), shown); ++i) text += (i == 0 ? "" : ", ") + all[i];
  if (all.size() > shown) text += " and " + std::to_string(all.size() - shown) + " more";
  return text;
}

}  // namespace pgdumpcore
