#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace cli {

namespace {

struct Character {
  std::uint32_t code = 0;
  std::size_t length = 0;  // in bytes; 0: it is no UTF-8
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return {};
  std::uint32_t code = first & (0x7fU >> length);
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xc0U) != 0x80) return {};
    code = code << 6U | (byte(at) & 0x3fU);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = code >= 0xd800 && code < 0xe000;
  if (code < least[length] || code > 0x10ffff || is_surrogate) return {};
  return {code, length};
}

bool is_obeyed(std::uint32_t code) {
  const auto within = [code](std::uint32_t first, std::uint32_t last) { return code >= first && code <= last; };
  return code < 0x20 || within(0x7f, 0x9f) || within(0x200e, 0x200f) || within(0x2028, 0x202e) ||
         within(0x2066, 0x2069);
}

std::string escaped(std::uint32_t code) {
  if (code == '\n') return "\\n";
  return code < 0x100 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const Character next = first_character(text);
    const std::size_t length = std::max<std::size_t>(next.length, 1);
    if (next.length == 0)
      out += escaped(static_cast<unsigned char>(text.front()));
    else if (is_obeyed(next.code))
      out += escaped(next.code);
    else
      out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

std::string sql_name(std::string_view name) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  const bool begins_with_digit = !name.empty() && name.front() >= '0' && name.front() <= '9';
  if (!name.empty() && !begins_with_digit && std::ranges::all_of(name, is_plain)) return std::string(name);
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string(2, c) : std::string(1, c);
  return printable(out + "\"");
}

std::string sql_name(std::string_view schema, std::string_view name) {
  return schema.empty() ? sql_name(name) : sql_name(schema) + "." + sql_name(name);
}

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
