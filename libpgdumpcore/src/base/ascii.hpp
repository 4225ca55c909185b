// Characters as PostgreSQL's lexer, keywords and settings have them: of ASCII alone, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace pgdumpcore {

constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return lower(c); });
  return out;
}

// Those of C's isspace() in the C locale.
constexpr bool is_space(int c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

//   c: a byte, or what is none, such as -1 for an end
constexpr bool is_name_start(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}
constexpr bool is_name_start(char c) {
  return is_name_start(int{static_cast<unsigned char>(c)});
}

// Of a name or a dollar quote's tag.
constexpr bool is_tag_part(int c) {
  return is_name_start(c) || (c >= '0' && c <= '9');
}
constexpr bool is_tag_part(char c) {
  return is_tag_part(int{static_cast<unsigned char>(c)});
}

constexpr bool is_name_part(char c) {
  return is_tag_part(c) || c == '$';
}

}  // namespace pgdumpcore
