// The primitives of age, by libcrypto. A libcrypto that refuses one (a FIPS provider has no ChaCha20) is an Error
// (unsupported).
#pragma once

#include "age/secret.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace pgdumpcore::age {

using Bytes = std::span<const std::byte>;
using Hash = std::array<std::byte, 32>;

inline constexpr std::size_t key_size = 32;  // of every key but the file key
inline constexpr std::size_t file_key_size = 16;
inline constexpr std::size_t tag_size = 16;  // that ChaCha20-Poly1305 adds
inline constexpr std::size_t nonce_size = 12;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}
[[nodiscard]] std::vector<std::byte> joined(std::initializer_list<Bytes> parts);

// Throws Error (unsupported) that names what could not be done.
void require_crypto(bool succeeded, std::string_view what);

void fill_randomly(std::span<std::byte> bytes);
[[nodiscard]] Hash sha256(Bytes bytes);
// The first half of SHA-512.
[[nodiscard]] Secret half_sha512(Bytes bytes);
[[nodiscard]] Hash hmac_sha256(Bytes key, Bytes bytes);
// In time that does not depend on the content.
[[nodiscard]] bool are_equal(Bytes left, Bytes right);

// HKDF-SHA-256 (RFC 5869), and its halves. At most 32 bytes are expanded.
[[nodiscard]] Secret hkdf(Bytes input, Bytes salt, std::string_view info);
[[nodiscard]] Secret hkdf_extract(Bytes salt, Bytes input);
[[nodiscard]] Secret hkdf_expand(Bytes key, Bytes info, std::size_t size = key_size);

[[nodiscard]] Secret scrypt(Bytes passphrase, Bytes salt, int work_factor);

[[nodiscard]] Hash x25519_public(const Secret& scalar);
// nullopt: the point is of low order, so that the result would be zero for every key.
[[nodiscard]] std::optional<Secret> x25519(const Secret& scalar, Bytes point);

// ChaCha20-Poly1305 with one key for many chunks. libcrypto has the key only while a chunk is at work.
class ChunkCipher {
 public:
  explicit ChunkCipher(Secret key);
  ChunkCipher(ChunkCipher&&) noexcept;
  ChunkCipher& operator=(ChunkCipher&&) noexcept;
  ~ChunkCipher();

  // `sealed` has room for the tag.
  void seal(Bytes nonce, Bytes plain, std::span<std::byte> sealed) const;
  // False: the chunk is not what was sealed; `plain` is wiped then. It has room for `sealed` without the tag.
  [[nodiscard]] bool open(Bytes nonce, Bytes sealed, std::span<std::byte> plain) const;

 private:
  struct Cipher;
  Secret key_;
  std::shared_ptr<const Cipher> cipher_;
};

// A file key for one recipient, under a key that nothing else is sealed with.
[[nodiscard]] std::vector<std::byte> wrap_file_key(Secret key, Bytes file_key);
// nullopt: it was sealed with another key.
[[nodiscard]] std::optional<Secret> unwrap_file_key(Secret key, Bytes body);

}  // namespace pgdumpcore::age
