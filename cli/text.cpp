#include "text.hpp"

#include <algorithm>

namespace cli {

std::vector<std::string> wrap_text(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    if (lines.empty() || lines.back().size() + 1 + word.size() > width)
      lines.emplace_back(word);
    else
      lines.back().append(" ").append(word);
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return lines;
}

}  // namespace cli
