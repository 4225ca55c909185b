// What the manual says beyond the help: prose, examples, files.
#pragma once

#include <string_view>
#include <vector>

namespace cli {

struct Example {
  std::string_view command;  // several lines perhaps
  std::string_view meaning;
};

struct Term {
  std::string_view name;
  std::string_view meaning;
};

struct ManualText {
  std::string_view prose;  // paragraphs with empty lines between them; `literal text` stands between backticks
  std::vector<Term> files{};
  std::vector<Example> examples{};
  std::vector<std::string_view> see_also{};
};

// Of a command, or of the program under the name "".
[[nodiscard]] const ManualText& manual_text(std::string_view command);

}  // namespace cli
