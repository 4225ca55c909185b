#include "archive/entry.hpp"

#include <algorithm>

namespace pgdumpcore::archive {

std::string on_one_line(std::string text) {
  const auto breaks = [](char byte) { return byte == '\n' || byte == '\r'; };
  std::replace_if(text.begin(), text.end(), breaks, ' ');
  return text;
}

}  // namespace pgdumpcore::archive
