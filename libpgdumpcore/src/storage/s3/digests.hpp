// Digests in the forms that object stores ask for.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace pgdumpcore::storage::s3 {

using Bytes = std::span<const std::byte>;
using Hmac = std::array<unsigned char, 32>;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

// All throw Error (unsupported) if this libcrypto refuses the algorithm.

// In hexadecimal, lower case.
[[nodiscard]] std::string sha256(Bytes bytes);
// As the header Content-MD5 has it: base64.
[[nodiscard]] std::string content_md5(Bytes bytes);
[[nodiscard]] Hmac hmac_sha256(Bytes key, std::string_view text);

}  // namespace pgdumpcore::storage::s3
