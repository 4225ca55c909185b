#include "archive/lexical_settings.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

namespace {

constexpr std::size_t enough_of_a_setting = 200;

}  // namespace

// The encodings that only clients have (https://www.postgresql.org/docs/current/multibyte.html), under all their names.
void LexicalSettings::set_client_encoding(std::string_view name) {
  static constexpr std::array sjis = {"sjis",    "shift_jis", "shiftjis",   "shift_jis_2004",
                                      "mskanji", "win932",    "windows932", "shiftjis2004"};
  static constexpr std::array others = {"big5",    "win950", "windows950", "gbk",        "win936", "windows936",
                                        "gb18030", "uhc",    "win949",     "windows949", "johab"};
  const std::string value = lower(name);
  half_width = std::ranges::find(sjis, value) != sjis.end();
  trail_bytes = half_width || std::ranges::find(others, value) != others.end();
}

void LexicalSettings::note_set(std::string_view statement) {
  std::vector<std::string> words(1);
  for (const char c : lower(statement.substr(0, enough_of_a_setting))) {
    const bool separates = is_space(c) || c == '=' || c == '\'' || c == '"';
    if (!separates)
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  const std::size_t at = words.size() > 2 && words[2] == "to" ? 3 : 2;
  if (words.size() <= at) return;
  const std::string& value = words[at];
  if (words[1] == "client_encoding") set_client_encoding(value);
  if (words[1] == "standard_conforming_strings")
    backslash_escapes = value == "off" || value == "false" || value == "no" || value == "0";
}

}  // namespace pgdumpcore::archive
