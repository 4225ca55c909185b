// Bech32 (BIP 173) without its bound on the length, as age's keys are written.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::age {

struct Bech32 {
  std::string prefix{};  // in lower case
  std::vector<std::byte> data{};
};

// What the checksum is of is always in lower case; `prefix` too.
[[nodiscard]] std::string encode_bech32(std::string_view prefix, std::span<const std::byte> data);

// nullopt: a character is wrong, letters are of both cases, bits at the end are not zero, or the checksum is not that
// of the rest.
[[nodiscard]] std::optional<Bech32> decode_bech32(std::string_view text);

}  // namespace pgdumpcore::age
