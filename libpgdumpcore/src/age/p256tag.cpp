// HPKE (RFC 9180) in its base mode, with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, for one message.
#include "age/p256tag.hpp"

#include "age/base64.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view p256tag_type = "p256tag";
constexpr std::string_view p256tag_info = "age-encryption.org/p256tag";
constexpr std::size_t coordinate_size = 32;
constexpr std::size_t short_tag_size = 4;

// The numbers of the algorithms in RFC 9180's registries.
constexpr std::string_view kem_suite("KEM\x00\x10", 5);
constexpr std::string_view hpke_suite("HPKE\x00\x10\x00\x01\x00\x03", 10);

struct FreeP256 {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
using P256Key = std::unique_ptr<EVP_PKEY, FreeP256>;
using P256Context = std::unique_ptr<EVP_PKEY_CTX, FreeP256>;
using P256Number = std::unique_ptr<BIGNUM, FreeP256>;

std::vector<std::byte> coordinate(const EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  const bool is_found = EVP_PKEY_get_bn_param(key, name, &found) == 1;
  const P256Number number(found);
  std::vector<std::byte> bytes(coordinate_size);
  require_crypto(is_found && BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()),
                                          static_cast<int>(bytes.size())) == static_cast<int>(bytes.size()),
                 "use the curve P-256");
  return bytes;
}

std::vector<std::byte> uncompressed(const EVP_PKEY* key) {
  static constexpr std::byte form{4};
  return joined({{&form, 1}, coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X), coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y)});
}

// nullptr: it is no point of the curve.
P256Key key_of_point(Bytes point) {
  std::string group = "P-256";
  std::vector<std::byte> octets(point.begin(), point.end());
  const std::array<OSSL_PARAM, 3> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, octets.data(), octets.size()),
      OSSL_PARAM_construct_end()};
  const P256Context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  require_crypto(context && EVP_PKEY_fromdata_init(context.get()) == 1, "use the curve P-256");
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters.data())) != 1)
    return nullptr;
  return P256Key(key);
}

Secret shared_coordinate(EVP_PKEY* key, EVP_PKEY* peer) {
  const P256Context context(EVP_PKEY_CTX_new(key, nullptr));
  Secret shared(coordinate_size);
  std::size_t size = shared.size();
  require_crypto(
      context && EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), peer) == 1 &&
          EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(shared.bytes().data()), &size) == 1,
      "use the curve P-256");
  return shared;
}

Secret labeled_extract(std::string_view suite, Bytes salt, std::string_view label, Bytes input) {
  std::vector<std::byte> text = joined({bytes_of("HPKE-v1"), bytes_of(suite), bytes_of(label), input});
  Secret key = hkdf_extract(salt, text);
  wipe(text);
  return key;
}

Secret labeled_expand(std::string_view suite, const Secret& key, std::string_view label, Bytes info, std::size_t size) {
  const std::array<std::byte, 2> length = {std::byte{0}, static_cast<std::byte>(size)};
  return hkdf_expand(key.bytes(), joined({length, bytes_of("HPKE-v1"), bytes_of(suite), bytes_of(label), info}), size);
}

std::vector<std::byte> hpke_seal(const Secret& shared_secret, Bytes plain) {
  static constexpr std::byte base_mode{0};
  const Secret psk_id_hash = labeled_extract(hpke_suite, {}, "psk_id_hash", {});
  const Secret info_hash = labeled_extract(hpke_suite, {}, "info_hash", bytes_of(p256tag_info));
  const std::vector<std::byte> context = joined({{&base_mode, 1}, psk_id_hash.bytes(), info_hash.bytes()});
  const Secret secret = labeled_extract(hpke_suite, shared_secret.bytes(), "secret", {});
  Secret key = labeled_expand(hpke_suite, secret, "key", context, key_size);
  const Secret nonce = labeled_expand(hpke_suite, secret, "base_nonce", context, nonce_size);
  std::vector<std::byte> sealed(plain.size() + tag_size);
  ChunkCipher(std::move(key)).seal(nonce.bytes(), plain, sealed);
  return sealed;
}

class P256TagRecipient final : public Recipient {
 public:
  P256TagRecipient(P256Key key, Bytes compressed, std::string name)
      : key_(std::move(key)), point_(uncompressed(key_.get())), hash_(sha256(compressed)), name_(std::move(name)) {}

  [[nodiscard]] Stanza wrap(Bytes file_key) const override {
    const P256Key ephemeral(EVP_EC_gen("P-256"));
    require_crypto(ephemeral != nullptr, "use the curve P-256");
    const std::vector<std::byte> share = uncompressed(ephemeral.get());
    const Secret shared = shared_coordinate(ephemeral.get(), key_.get());
    const Secret extracted = labeled_extract(kem_suite, {}, "eae_prk", shared.bytes());
    const Secret shared_secret =
        labeled_expand(kem_suite, extracted, "shared_secret", joined({share, point_}), key_size);
    const Secret tag = hkdf_extract(bytes_of(p256tag_info), joined({share, Bytes(hash_).first(short_tag_size)}));
    return {.arguments = {std::string(p256tag_type), encode_base64(tag.bytes().first(short_tag_size)),
                          encode_base64(share)},
            .body = hpke_seal(shared_secret, file_key)};
  }

  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  P256Key key_;
  std::vector<std::byte> point_;
  Hash hash_;
  std::string name_;
};

}  // namespace

std::shared_ptr<const Recipient> p256tag_recipient(Bytes point, std::string name) {
  if (point.size() != coordinate_size + 1 || (point[0] != std::byte{2} && point[0] != std::byte{3})) return nullptr;
  P256Key key = key_of_point(point);
  if (!key) return nullptr;
  return std::make_shared<const P256TagRecipient>(std::move(key), point, std::move(name));
}

}  // namespace pgdumpcore::age
