// Digests in the forms that object stores ask for.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::storage {

using Bytes = std::span<const std::byte>;
using Hmac = std::array<unsigned char, 32>;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// Digests throw Error (unsupported) if this libcrypto refuses the algorithm.

// In hexadecimal, lower case.
[[nodiscard]] std::string sha256(Bytes bytes);
// As the header Content-MD5 has it: base64.
[[nodiscard]] std::string content_md5(Bytes bytes);
[[nodiscard]] std::string base64(Bytes bytes);
// nullopt: the text is no base64.
[[nodiscard]] std::optional<std::vector<std::byte>> decode_base64(std::string_view text);
[[nodiscard]] Hmac hmac_sha256(Bytes key, std::string_view text);

}  // namespace pgdumpcore::storage
