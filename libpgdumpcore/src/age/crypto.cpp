#include "age/crypto.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>

namespace pgdumpcore::age {
namespace {

const unsigned char* raw(Bytes bytes) {
  // libcrypto takes a null pointer for something else than nothing.
  static constexpr unsigned char nothing = 0;
  return bytes.empty() ? &nothing : reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

struct FreePkey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreePkeyContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
struct FreeCipherContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Pkey = std::unique_ptr<EVP_PKEY, FreePkey>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, FreePkeyContext>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeCipherContext>;

Pkey x25519_key(const Secret& scalar) {
  Pkey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, raw(scalar.bytes()), scalar.size()));
  require_crypto(key != nullptr, "use X25519");
  return key;
}

void hmac_into(Bytes key, Bytes bytes, std::span<std::byte> result) {
  unsigned int size = 0;
  require_crypto(HMAC(EVP_sha256(), raw(key), static_cast<int>(key.size()), raw(bytes), bytes.size(), raw(result),
                      &size) != nullptr,
                 "compute HMAC-SHA-256");
}

}  // namespace

std::vector<std::byte> joined(std::initializer_list<Bytes> parts) {
  std::vector<std::byte> all;
  for (const Bytes part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

void require_crypto(bool succeeded, std::string_view what) {
  if (!succeeded)
    throw Error(Fault::unsupported, fmt::format("could not {} with this OpenSSL library", what))
        .hint("Its configuration may leave out what age needs, as in FIPS mode.");
}

void fill_randomly(std::span<std::byte> bytes) {
  require_crypto(RAND_priv_bytes(raw(bytes), static_cast<int>(bytes.size())) == 1, "make random numbers");
}

Hash sha256(Bytes bytes) {
  Hash hash{};
  require_crypto(
      EVP_Digest(raw(bytes), bytes.size(), raw(std::span<std::byte>(hash)), nullptr, EVP_sha256(), nullptr) == 1,
      "compute SHA-256");
  return hash;
}

Secret half_sha512(Bytes bytes) {
  Secret whole(SHA512_DIGEST_LENGTH);
  require_crypto(EVP_Digest(raw(bytes), bytes.size(), raw(whole.bytes()), nullptr, EVP_sha512(), nullptr) == 1,
                 "compute SHA-512");
  return Secret::copy_of(whole.bytes().first(key_size));
}

Hash hmac_sha256(Bytes key, Bytes bytes) {
  Hash hash{};
  hmac_into(key, bytes, hash);
  return hash;
}

bool are_equal(Bytes left, Bytes right) {
  return left.size() == right.size() && CRYPTO_memcmp(raw(left), raw(right), left.size()) == 0;
}

Secret hkdf(Bytes input, Bytes salt, std::string_view info) {
  return hkdf_expand(hkdf_extract(salt, input).bytes(), bytes_of(info));
}

Secret hkdf_extract(Bytes salt, Bytes input) {
  Secret key(key_size);
  hmac_into(salt, input, key.bytes());
  return key;
}

Secret hkdf_expand(Bytes key, Bytes info, std::size_t size) {
  static constexpr std::byte first_block{1};
  Secret block(key_size);
  hmac_into(key, joined({info, {&first_block, 1}}), block.bytes());
  return size == block.size() ? std::move(block) : Secret::copy_of(block.bytes().first(size));
}

Secret scrypt(Bytes passphrase, Bytes salt, int work_factor) {
  const std::uint64_t n = std::uint64_t{1} << static_cast<unsigned int>(work_factor);
  constexpr std::uint64_t r = 8;
  // It is asked for what it takes, and a little more for what it keeps beside it.
  const std::uint64_t memory = n * r * 128 + (std::uint64_t{1} << 20);
  Secret key(key_size);
  const int done = EVP_PBE_scrypt(reinterpret_cast<const char*>(raw(passphrase)), passphrase.size(), raw(salt),
                                  salt.size(), n, r, 1, memory, raw(key.bytes()), key.size());
  require_crypto(done == 1, fmt::format("derive a key by scrypt, which takes {} MiB,", n * r * 128 >> 20));
  return key;
}

Hash x25519_public(const Secret& scalar) {
  const Pkey key = x25519_key(scalar);
  Hash point{};
  std::size_t size = point.size();
  require_crypto(EVP_PKEY_get_raw_public_key(key.get(), raw(std::span<std::byte>(point)), &size) == 1, "use X25519");
  return point;
}

std::optional<Secret> x25519(const Secret& scalar, Bytes point) {
  const Pkey key = x25519_key(scalar);
  const Pkey peer(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, raw(point), point.size()));
  const PkeyContext context(EVP_PKEY_CTX_new(key.get(), nullptr));
  require_crypto(peer && context && EVP_PKEY_derive_init(context.get()) == 1 &&
                     EVP_PKEY_derive_set_peer(context.get(), peer.get()) == 1,
                 "use X25519");
  Secret shared(key_size);
  std::size_t size = shared.size();
  // libcrypto refuses a result of all zero, as RFC 7748 allows; it is looked at nevertheless.
  if (EVP_PKEY_derive(context.get(), raw(shared.bytes()), &size) != 1) return std::nullopt;
  if (are_equal(shared.bytes(), Hash{})) return std::nullopt;
  return shared;
}

struct ChunkCipher::Cipher {
  Cipher() : cipher(EVP_CIPHER_fetch(nullptr, "ChaCha20-Poly1305", nullptr)) {}
  Cipher(const Cipher&) = delete;
  Cipher& operator=(const Cipher&) = delete;
  ~Cipher() { EVP_CIPHER_free(cipher); }

  EVP_CIPHER* cipher;
};

ChunkCipher::ChunkCipher(Secret key) : key_(std::move(key)), cipher_(std::make_shared<const Cipher>()) {
  require_crypto(cipher_->cipher != nullptr, "use ChaCha20-Poly1305");
}
ChunkCipher::ChunkCipher(ChunkCipher&&) noexcept = default;
ChunkCipher& ChunkCipher::operator=(ChunkCipher&&) noexcept = default;
ChunkCipher::~ChunkCipher() = default;

void ChunkCipher::seal(Bytes nonce, Bytes plain, std::span<std::byte> sealed) const {
  const CipherContext context(EVP_CIPHER_CTX_new());
  int size = 0;
  int rest = 0;
  const bool done =
      context && EVP_EncryptInit_ex2(context.get(), cipher_->cipher, raw(key_.bytes()), raw(nonce), nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), raw(sealed), &size, raw(plain), static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), raw(sealed.subspan(static_cast<std::size_t>(size))), &rest) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(tag_size),
                          sealed.subspan(plain.size()).data()) == 1;
  require_crypto(done, "encrypt with ChaCha20-Poly1305");
}

bool ChunkCipher::open(Bytes nonce, Bytes sealed, std::span<std::byte> plain) const {
  if (sealed.size() < tag_size) return false;
  const Bytes content = sealed.first(sealed.size() - tag_size);
  std::array<std::byte, tag_size> tag{};
  std::copy(sealed.end() - static_cast<std::ptrdiff_t>(tag_size), sealed.end(), tag.begin());
  const CipherContext context(EVP_CIPHER_CTX_new());
  require_crypto(
      context && EVP_DecryptInit_ex2(context.get(), cipher_->cipher, raw(key_.bytes()), raw(nonce), nullptr) == 1 &&
          EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag_size), tag.data()) == 1,
      "decrypt with ChaCha20-Poly1305");
  int size = 0;
  int rest = 0;
  std::byte end{};
  unsigned char* const target = plain.empty() ? reinterpret_cast<unsigned char*>(&end) : raw(plain);
  const bool is_genuine =
      EVP_DecryptUpdate(context.get(), target, &size, raw(content), static_cast<int>(content.size())) == 1 &&
      EVP_DecryptFinal_ex(context.get(), reinterpret_cast<unsigned char*>(&end), &rest) == 1;
  // What libcrypto has decrypted by then nobody has vouched for.
  if (!is_genuine) wipe(plain);
  return is_genuine;
}

std::vector<std::byte> wrap_file_key(Secret key, Bytes file_key) {
  std::vector<std::byte> body(file_key.size() + tag_size);
  ChunkCipher(std::move(key)).seal(std::array<std::byte, nonce_size>{}, file_key, body);
  return body;
}

std::optional<Secret> unwrap_file_key(Secret key, Bytes body) {
  Secret file_key(file_key_size);
  if (!ChunkCipher(std::move(key)).open(std::array<std::byte, nonce_size>{}, body, file_key.bytes()))
    return std::nullopt;
  return file_key;
}

}  // namespace pgdumpcore::age
