// Names in command lines that messages give to people.
#pragma once

#include <string>
#include <string_view>

namespace pgdumpcore {

// One word of a POSIX shell, whatever it holds: 'it'\''s'
inline std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'')
      word += R"('\'')";
    else
      word += c;
  }
  return word + "'";
}

}  // namespace pgdumpcore
