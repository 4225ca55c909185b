// Text broken into lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cli {

// `text` broken between words; a line is longer than `width` only if it is one word.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text, std::size_t width);

}  // namespace cli
