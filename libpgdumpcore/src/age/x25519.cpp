#include "age/x25519.hpp"

#include "age/base64.hpp"
#include "age/bech32.hpp"

#include <algorithm>
#include <utility>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view x25519_type = "X25519";
constexpr std::string_view x25519_info = "age-encryption.org/v1/X25519";

class X25519Recipient final : public Recipient {
 public:
  X25519Recipient(const Hash& point, std::string name) : point_(point), name_(std::move(name)) {}

  [[nodiscard]] Stanza wrap(Bytes file_key) const override {
    Secret scalar(key_size);
    fill_randomly(scalar.bytes());
    const Hash share = x25519_public(scalar);
    const auto shared = x25519(scalar, point_);
    require_crypto(shared.has_value(), "use X25519");
    Secret key = hkdf(shared->bytes(), joined({share, point_}), x25519_info);
    return {.arguments = {std::string(x25519_type), encode_base64(share)},
            .body = wrap_file_key(std::move(key), file_key)};
  }

  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  Hash point_;
  std::string name_;
};

class X25519Identity final : public Identity {
 public:
  explicit X25519Identity(Secret scalar) : scalar_(std::move(scalar)), point_(x25519_public(scalar_)) {}

  [[nodiscard]] std::optional<Secret> unwrap(const Stanza& stanza) const override {
    if (stanza.arguments.front() != x25519_type) return std::nullopt;
    require_arguments(stanza, 2);
    const std::vector<std::byte> share = argument_bytes(stanza, 1, key_size);
    require_wrapped_file_key(stanza);
    const auto shared = x25519(scalar_, share);
    if (!shared) throw malformed_header("a recipient of type X25519 has a share of low order");
    return unwrap_file_key(hkdf(shared->bytes(), joined({share, point_}), x25519_info), stanza.body);
  }

 private:
  Secret scalar_;
  Hash point_;
};

}  // namespace

std::shared_ptr<const Recipient> x25519_recipient(Bytes point, std::string name) {
  Secret scalar(key_size);
  fill_randomly(scalar.bytes());
  if (!x25519(scalar, point)) return nullptr;
  Hash copy{};
  std::copy(point.begin(), point.end(), copy.begin());
  return std::make_shared<const X25519Recipient>(copy, std::move(name));
}

std::shared_ptr<const Identity> x25519_identity(Secret scalar) {
  return std::make_shared<const X25519Identity>(std::move(scalar));
}

std::string x25519_recipient_name(const Secret& scalar) {
  return encode_bech32("age", x25519_public(scalar));
}

}  // namespace pgdumpcore::age
