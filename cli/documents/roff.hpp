// The language of manual pages, man(7): text that cannot be taken for commands, and its marks.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace cli::roff {

// As it stands, whatever characters it has.
[[nodiscard]] std::string escaped(std::string_view text);
[[nodiscard]] std::string bold(std::string_view text);
[[nodiscard]] std::string italic(std::string_view text);

// Text for people: what stands between `backticks` and options such as -x and --long are bold, the names of values are
// italic.
[[nodiscard]] std::string marked(std::string_view text, const std::set<std::string, std::less<>>& value_names);

// Marked text in lines of its own, which no command's name or dot begins.
[[nodiscard]] std::string lines(const std::string& marked_text);

}  // namespace cli::roff
