// Base64 (RFC 4648, section 4), of which every value has exactly one text.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::age {

enum class Padding { none, required };

[[nodiscard]] std::string encode_base64(std::span<const std::byte> bytes, Padding padding = Padding::none);

// nullopt: the text has a foreign character, a wrong length, padding where none belongs or lacks it, or bits at its end
// that say nothing. The vector never grows, so that wiping it wipes all of what may be secret.
[[nodiscard]] std::optional<std::vector<std::byte>> decode_base64(std::string_view text,
                                                                  Padding padding = Padding::none);

}  // namespace pgdumpcore::age
