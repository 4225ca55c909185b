#include "age/bech32.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view bech32_digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t checksum_digits = 6;

// The remainder of a polynomial over GF(32), five bits a step.
class Bech32Checksum {
 public:
  void add(std::uint32_t digit) {
    static constexpr std::array<std::uint32_t, 5> generator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                               0x2a1462b3};
    const std::uint32_t top = remainder_ >> 25;
    remainder_ = ((remainder_ & 0x1ffffffU) << 5) ^ digit;
    for (std::size_t bit = 0; bit < generator.size(); ++bit)
      if (((top >> bit) & 1U) != 0) remainder_ ^= generator[bit];
  }

  void add_prefix(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<unsigned char>(c) >> 5U);
    add(0);
    for (const char c : prefix) add(static_cast<unsigned char>(c) & 31U);
  }

  [[nodiscard]] std::uint32_t remainder() const { return remainder_; }

 private:
  std::uint32_t remainder_ = 1;
};

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// Eight bits each of the five of each digit; nullopt: what is left over is a whole digit, or not zero.
std::optional<std::vector<std::byte>> bytes_of_digits(const std::vector<std::uint8_t>& digits) {
  std::vector<std::byte> bytes;
  bytes.reserve(digits.size() * 5 / 8);
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint8_t digit : digits) {
    bits = (bits << 5) | digit;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::byte>(bits >> count));
  }
  if (count >= 5 || (bits & ((1U << count) - 1U)) != 0) return std::nullopt;
  return bytes;
}

}  // namespace

std::string encode_bech32(std::string_view prefix, std::span<const std::byte> data) {
  std::string text(prefix);
  text += '1';
  Bech32Checksum checksum;
  checksum.add_prefix(prefix);
  const auto put = [&](std::uint32_t digit) {
    checksum.add(digit);
    text += bech32_digits[digit];
  };
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::byte byte : data) {
    bits = (bits << 8) | std::to_integer<std::uint32_t>(byte);
    for (count += 8; count >= 5; count -= 5) put((bits >> (count - 5)) & 31U);
  }
  if (count > 0) put((bits << (5 - count)) & 31U);
  for (std::size_t i = 0; i < checksum_digits; ++i) checksum.add(0);
  for (std::uint32_t i = 0; i < checksum_digits; ++i)
    text += bech32_digits[((checksum.remainder() ^ 1U) >> (5 * (5 - i))) & 31U];
  return text;
}

std::optional<Bech32> decode_bech32(std::string_view text) {
  if (std::any_of(text.begin(), text.end(), is_upper) && std::any_of(text.begin(), text.end(), is_lower))
    return std::nullopt;
  const std::size_t separator = text.rfind('1');
  if (separator == std::string_view::npos || separator == 0) return std::nullopt;
  if (text.size() - separator - 1 < checksum_digits) return std::nullopt;

  Bech32 decoded;
  for (const char c : text.substr(0, separator)) {
    if (c < '!' || c > '~') return std::nullopt;
    decoded.prefix += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  Bech32Checksum checksum;
  checksum.add_prefix(decoded.prefix);
  std::vector<std::uint8_t> digits;
  for (const char c : text.substr(separator + 1)) {
    const std::size_t digit = bech32_digits.find(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
    if (digit == std::string_view::npos) return std::nullopt;
    checksum.add(static_cast<std::uint32_t>(digit));
    digits.push_back(static_cast<std::uint8_t>(digit));
  }
  if (checksum.remainder() != 1) return std::nullopt;
  digits.resize(digits.size() - checksum_digits);
  auto bytes = bytes_of_digits(digits);
  if (!bytes) return std::nullopt;
  decoded.data = std::move(*bytes);
  return decoded;
}

}  // namespace pgdumpcore::age
