// Counts in messages. The program, which sees the public headers only, has the same in cli/text.hpp.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace pgdumpcore {

// "1 table", "2 tables", "0 tables": of nouns whose plural has an s.
template <std::integral Count>
std::string counted(Count count, std::string_view noun) {
  return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace pgdumpcore
