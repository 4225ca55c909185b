#include "age/base64.hpp"

#include <array>
#include <cstdint>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> base64_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < base64_digits.size(); ++i)
    values[static_cast<unsigned char>(base64_digits[i])] = static_cast<std::int8_t>(i);
  return values;
}();

// The text without its padding; nullopt: the padding is wrong.
std::optional<std::string_view> without_padding(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int signs = 0; signs < 2 && text.ends_with('='); ++signs) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string encode_base64(std::span<const std::byte> bytes, Padding padding) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::byte byte : bytes) {
    bits = (bits << 8) | std::to_integer<std::uint32_t>(byte);
    for (count += 8; count >= 6; count -= 6) text += base64_digits[(bits >> (count - 6)) & 63U];
  }
  if (count > 0) text += base64_digits[(bits << (6 - count)) & 63U];
  while (padding == Padding::required && text.size() % 4 != 0) text += '=';
  return text;
}

std::optional<std::vector<std::byte>> decode_base64(std::string_view text, Padding padding) {
  if (padding == Padding::required) {
    const auto content = without_padding(text);
    if (!content) return std::nullopt;
    text = *content;
  }
  if (text.size() % 4 == 1) return std::nullopt;
  std::vector<std::byte> bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char digit : text) {
    const int value = base64_values[static_cast<unsigned char>(digit)];
    if (value < 0) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::byte>(bits >> count));
  }
  if ((bits & ((1U << count) - 1U)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace pgdumpcore::age
