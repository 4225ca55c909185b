#include "age/ssh_key.hpp"

#include "age/base64.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view openssh_begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
constexpr std::string_view openssh_end = "-----END OPENSSH PRIVATE KEY-----";
constexpr std::string_view openssh_magic("openssh-key-v1\0", 15);

struct FreeNumbers {
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(BIO* bio) const { BIO_free(bio); }
};
template <typename T>
using Freed = std::unique_ptr<T, FreeNumbers>;

Freed<BIGNUM> big_number(Bytes bytes) {
  return Freed<BIGNUM>(
      BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()), nullptr));
}

Error unusable_ssh_key(std::string_view why) {
  return {Fault::usage, fmt::format("the SSH private key cannot be used: {}", why)};
}

Error encrypted_ssh_key() {
  return unusable_ssh_key("it is encrypted with a passphrase")
      .hint("Use a copy without one, which \"ssh-keygen -p\" makes, or an age identity.");
}

// What stands between the lines of the armor, decoded.
Secret openssh_content(std::string_view text) {
  const std::size_t end = text.find(openssh_end);
  if (end == std::string_view::npos) throw unusable_ssh_key("its last line is missing");
  text = text.substr(openssh_begin.size(), end - openssh_begin.size());
  Secret digits(text.size());
  auto* const begin = reinterpret_cast<char*>(digits.bytes().data());
  const auto* const last = std::copy_if(text.begin(), text.end(), begin, [](char c) { return c != '\n' && c != '\r'; });
  auto bytes = decode_base64({begin, static_cast<std::size_t>(last - begin)}, Padding::required);
  if (!bytes) throw unusable_ssh_key("it is not in base64");
  Secret content = Secret::copy_of(*bytes);
  wipe(*bytes);
  return content;
}

SshKey ed25519_key(SshFields& fields) {
  const auto point = fields.string();
  const auto seed_and_point = fields.string();
  if (!point || !seed_and_point || point->size() != key_size || seed_and_point->size() != 2 * key_size)
    throw unusable_ssh_key("it is damaged");
  return SshKey(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                             reinterpret_cast<const unsigned char*>(seed_and_point->data()), key_size));
}

SshKey private_rsa_key(SshFields& fields) {
  const auto modulus = fields.string();
  const auto public_exponent = fields.string();
  const auto private_exponent = fields.string();
  if (!modulus || !public_exponent || !private_exponent) throw unusable_ssh_key("it is damaged");
  return rsa_key(*modulus, *public_exponent, *private_exponent);
}

SshKey parse_openssh_key(std::string_view text) {
  const Secret content = openssh_content(text);
  if (content.size() < openssh_magic.size() ||
      !are_equal(content.bytes().first(openssh_magic.size()), bytes_of(openssh_magic)))
    throw unusable_ssh_key("it is not in OpenSSH's format");
  SshFields file(content.bytes().subspan(openssh_magic.size()));
  const auto cipher = file.string();
  const auto kdf = file.string();
  const auto kdf_options = file.string();
  const auto count = file.number();
  const auto public_key = file.string();
  const auto private_part = file.string();
  if (!cipher || !kdf || !kdf_options || !count || !public_key || !private_part || *count != 1)
    throw unusable_ssh_key("it is damaged");
  if (!are_equal(*cipher, bytes_of("none"))) throw encrypted_ssh_key();
  SshFields fields(*private_part);
  const auto first_check = fields.number();
  const auto second_check = fields.number();
  const auto type = fields.string();
  if (!type || first_check != second_check) throw unusable_ssh_key("it is damaged");
  if (are_equal(*type, bytes_of("ssh-ed25519"))) return ed25519_key(fields);
  if (are_equal(*type, bytes_of("ssh-rsa"))) return private_rsa_key(fields);
  throw unusable_ssh_key("age knows keys of the types ssh-ed25519 and ssh-rsa alone");
}

SshKey parse_pem_key(std::string_view text) {
  if (text.find("ENCRYPTED") != std::string_view::npos) throw encrypted_ssh_key();
  const Freed<BIO> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  // Without a function of ours libcrypto would ask at the terminal.
  const auto no_passphrase = [](char*, int, int, void*) { return -1; };
  return SshKey(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr) : nullptr);
}

// A number as SSH writes it: with a zero before it where it would look negative.
std::vector<std::byte> ssh_number(const EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  require_crypto(EVP_PKEY_get_bn_param(key, name, &found) == 1, "read an RSA key");
  const Freed<BIGNUM> number(found);
  std::vector<std::byte> bytes(static_cast<std::size_t>(BN_num_bytes(found)) + 1);
  BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  if (BN_num_bits(found) % 8 != 0) bytes.erase(bytes.begin());
  return ssh_string(bytes);
}

}  // namespace

std::optional<std::uint32_t> SshFields::number() {
  if (rest_.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const std::byte byte : rest_.first(4)) value = (value << 8) | std::to_integer<std::uint32_t>(byte);
  rest_ = rest_.subspan(4);
  return value;
}

std::optional<Bytes> SshFields::string() {
  const auto size = number();
  if (!size || *size > rest_.size()) return std::nullopt;
  const Bytes content = rest_.first(*size);
  rest_ = rest_.subspan(*size);
  return content;
}

std::vector<std::byte> ssh_string(Bytes bytes) {
  constexpr std::size_t length_size = 4;
  std::vector<std::byte> encoded(length_size + bytes.size());
  for (std::size_t i = 0; i < length_size; ++i)
    encoded[i] = static_cast<std::byte>(bytes.size() >> 8 * (length_size - 1 - i));
  std::ranges::copy(bytes, encoded.begin() + length_size);
  return encoded;
}

std::string ssh_tag(Bytes public_key) {
  return encode_base64(Bytes(sha256(public_key)).first(4));
}

SshKey parse_ssh_private_key(std::string_view text) {
  SshKey key = text.starts_with(openssh_begin) ? parse_openssh_key(text) : parse_pem_key(text);
  if (!key) throw unusable_ssh_key("it is damaged, or of a kind that is not known");
  return key;
}

std::vector<std::byte> ssh_public_key(const EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA)
    return joined({ssh_string(bytes_of("ssh-rsa")), ssh_number(key, OSSL_PKEY_PARAM_RSA_E),
                   ssh_number(key, OSSL_PKEY_PARAM_RSA_N)});
  Hash point{};
  std::size_t size = point.size();
  require_crypto(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(point.data()), &size) == 1,
                 "read an Ed25519 key");
  return joined({ssh_string(bytes_of("ssh-ed25519")), ssh_string(point)});
}

SshKey rsa_key(Bytes modulus, Bytes public_exponent, Bytes private_exponent) {
  const Freed<BIGNUM> n = big_number(modulus);
  const Freed<BIGNUM> e = big_number(public_exponent);
  const Freed<BIGNUM> d = big_number(private_exponent);
  const Freed<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  require_crypto(
      n && e && d && builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) == 1 &&
          OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) == 1 &&
          (private_exponent.empty() || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_D, d.get()) == 1),
      "read an RSA key");
  const Freed<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const Freed<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  require_crypto(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1, "read an RSA key");
  EVP_PKEY* key = nullptr;
  const int selection = private_exponent.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
  if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1) return nullptr;
  return SshKey(key);
}

}  // namespace pgdumpcore::age
