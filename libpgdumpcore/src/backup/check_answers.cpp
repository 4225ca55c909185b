#include "backup/check_answers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>

namespace pgdumpcore::backups {

std::string some_of(const std::vector<std::string>& all) {
  constexpr std::size_t shown = 3;
  const std::vector<std::string> first(all.begin(),
                                       all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), shown)));
  std::string text = fmt::format("{}", fmt::join(first, ", "));
  if (all.size() > shown) text += fmt::format(" and {} more", all.size() - shown);
  return text;
}

}  // namespace pgdumpcore::backups
