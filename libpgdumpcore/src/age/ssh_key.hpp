// The keys of SSH: public ones as authorized_keys has them, private ones in the files that ssh-keygen writes.
#pragma once

#include "age/crypto.hpp"

#include <openssl/evp.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::age {

struct FreeSshKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using SshKey = std::unique_ptr<EVP_PKEY, FreeSshKey>;

// The fields of SSH's binary encoding (RFC 4251, section 5), from first to last. An empty optional: what is there is
// too short, or no such field.
class SshFields {
 public:
  explicit SshFields(Bytes bytes) : rest_(bytes) {}

  [[nodiscard]] std::optional<std::uint32_t> number();
  [[nodiscard]] std::optional<Bytes> string();
  [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

 private:
  Bytes rest_;
};

// A field of text or bytes as it stands in the encoding.
[[nodiscard]] std::vector<std::byte> ssh_string(Bytes bytes);

// The first bytes of the SHA-256 of a public key in SSH's encoding, in base64: by them an identity finds what is for
// it.
[[nodiscard]] std::string ssh_tag(Bytes public_key);

// A private key as OpenSSH or OpenSSL write it. Throws Error (usage) that says what is wrong with it, without the key.
[[nodiscard]] SshKey parse_ssh_private_key(std::string_view text);

// Ed25519 or RSA in SSH's encoding.
[[nodiscard]] std::vector<std::byte> ssh_public_key(const EVP_PKEY* key);

// An RSA key by its modulus and public exponent, and for a private one also the private one (empty otherwise); each an
// unsigned number, its first digit first. nullptr: libcrypto does not take it.
[[nodiscard]] SshKey rsa_key(Bytes modulus, Bytes public_exponent, Bytes private_exponent);

}  // namespace pgdumpcore::age
