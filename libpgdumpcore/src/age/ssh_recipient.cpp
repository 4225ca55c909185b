#include "age/ssh_recipient.hpp"

#include "age/base64.hpp"
#include "age/ssh_key.hpp"

#include <fmt/format.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <utility>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view ssh_ed25519_type = "ssh-ed25519";
constexpr std::string_view ssh_rsa_type = "ssh-rsa";
constexpr std::string_view ssh_ed25519_label = "age-encryption.org/v1/ssh-ed25519";
constexpr std::string_view ssh_rsa_label = "age-encryption.org/v1/ssh-rsa";
constexpr int smallest_rsa_bits = 2048;
// libcrypto would take its time for larger ones.
constexpr int largest_rsa_bits = 16384;

// The scalar by which all shared secrets of one SSH key are multiplied, so that they are those of no other key.
Secret ssh_tweak(Bytes public_key) {
  return hkdf({}, public_key, ssh_ed25519_label);
}

class SshEd25519Recipient final : public Recipient {
 public:
  SshEd25519Recipient(std::vector<std::byte> public_key, const Hash& point, std::string name)
      : public_key_(std::move(public_key)), point_(point), name_(std::move(name)) {}

  [[nodiscard]] Stanza wrap(Bytes file_key) const override {
    Secret scalar(key_size);
    fill_randomly(scalar.bytes());
    const Hash share = x25519_public(scalar);
    const auto untweaked = x25519(scalar, point_);
    const auto shared = untweaked ? x25519(ssh_tweak(public_key_), untweaked->bytes()) : std::nullopt;
    require_crypto(shared.has_value(), "use X25519");
    Secret key = hkdf(shared->bytes(), joined({share, point_}), ssh_ed25519_label);
    return {.arguments = {std::string(ssh_ed25519_type), ssh_tag(public_key_), encode_base64(share)},
            .body = wrap_file_key(std::move(key), file_key)};
  }

  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  std::vector<std::byte> public_key_;
  Hash point_;
  std::string name_;
};

class SshEd25519Identity final : public Identity {
 public:
  SshEd25519Identity(Secret scalar, std::vector<std::byte> public_key)
      : scalar_(std::move(scalar)), point_(x25519_public(scalar_)), public_key_(std::move(public_key)) {}

  [[nodiscard]] std::optional<Secret> unwrap(const Stanza& stanza) const override {
    if (stanza.arguments.front() != ssh_ed25519_type) return std::nullopt;
    require_arguments(stanza, 3);
    (void)argument_bytes(stanza, 1, 4);
    const std::vector<std::byte> share = argument_bytes(stanza, 2, key_size);
    require_wrapped_file_key(stanza);
    if (stanza.arguments[1] != ssh_tag(public_key_)) return std::nullopt;
    const auto untweaked = x25519(scalar_, share);
    const auto shared = untweaked ? x25519(ssh_tweak(public_key_), untweaked->bytes()) : std::nullopt;
    if (!shared) throw malformed_header("a recipient of type ssh-ed25519 has a share of low order");
    return unwrap_file_key(hkdf(shared->bytes(), joined({share, point_}), ssh_ed25519_label), stanza.body);
  }

 private:
  Secret scalar_;
  Hash point_;
  std::vector<std::byte> public_key_;
};

struct FreeRsaContext {
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using RsaContext = std::unique_ptr<EVP_PKEY_CTX, FreeRsaContext>;

bool set_oaep(EVP_PKEY_CTX* context) {
  // libcrypto frees what it is given as a label.
  void* const label = OPENSSL_memdup(ssh_rsa_label.data(), ssh_rsa_label.size());
  if (label == nullptr || EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) != 1 ||
      EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) != 1 ||
      EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) != 1 ||
      EVP_PKEY_CTX_set0_rsa_oaep_label(context, label, static_cast<int>(ssh_rsa_label.size())) != 1) {
    OPENSSL_free(label);
    return false;
  }
  return true;
}

class SshRsaRecipient final : public Recipient {
 public:
  SshRsaRecipient(std::vector<std::byte> public_key, SshKey key, std::string name)
      : public_key_(std::move(public_key)), key_(std::move(key)), name_(std::move(name)) {}

  [[nodiscard]] Stanza wrap(Bytes file_key) const override {
    const RsaContext context(EVP_PKEY_CTX_new(key_.get(), nullptr));
    std::vector<std::byte> body(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    std::size_t size = body.size();
    require_crypto(context && EVP_PKEY_encrypt_init(context.get()) == 1 && set_oaep(context.get()) &&
                       EVP_PKEY_encrypt(context.get(), reinterpret_cast<unsigned char*>(body.data()), &size,
                                        reinterpret_cast<const unsigned char*>(file_key.data()), file_key.size()) == 1,
                   "encrypt with RSA");
    return {.arguments = {std::string(ssh_rsa_type), ssh_tag(public_key_)}, .body = std::move(body)};
  }

  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  std::vector<std::byte> public_key_;
  SshKey key_;
  std::string name_;
};

// Keeps the file's text, and parses it when it is needed: libcrypto would keep the key in ordinary memory.
class SshRsaIdentity final : public Identity {
 public:
  SshRsaIdentity(std::string_view text, std::vector<std::byte> public_key)
      : text_(Secret::copy_of(bytes_of(text))), public_key_(std::move(public_key)) {}

  [[nodiscard]] std::optional<Secret> unwrap(const Stanza& stanza) const override {
    if (stanza.arguments.front() != ssh_rsa_type) return std::nullopt;
    require_arguments(stanza, 2);
    (void)argument_bytes(stanza, 1, 4);
    if (stanza.arguments[1] != ssh_tag(public_key_)) return std::nullopt;
    const SshKey key = parse_ssh_private_key({reinterpret_cast<const char*>(text_.bytes().data()), text_.size()});
    const RsaContext context(EVP_PKEY_CTX_new(key.get(), nullptr));
    require_crypto(context && EVP_PKEY_decrypt_init(context.get()) == 1 && set_oaep(context.get()), "decrypt with RSA");
    Secret plain(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())));
    std::size_t size = plain.size();
    const int done = EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(plain.bytes().data()), &size,
                                      reinterpret_cast<const unsigned char*>(stanza.body.data()), stanza.body.size());
    if (done != 1 || size != file_key_size) return std::nullopt;
    return Secret::copy_of(plain.bytes().first(size));
  }

 private:
  Secret text_;
  std::vector<std::byte> public_key_;
};

[[noreturn]] void fail_on_ssh_line(std::string_view what) {
  throw Error(Fault::usage, fmt::format("the SSH public key cannot be used: {}", what));
}

void require_rsa_size(const EVP_PKEY* key) {
  const int bits = EVP_PKEY_get_bits(key);
  if (bits < smallest_rsa_bits || bits > largest_rsa_bits)
    throw Error(Fault::usage, fmt::format("the SSH key cannot be used: it is an RSA key of {} bits, and has to have {}"
                                          " to {}",
                                          bits, smallest_rsa_bits, largest_rsa_bits));
}

std::shared_ptr<const Recipient> ed25519_recipient(SshFields& fields, std::vector<std::byte> blob, std::string name) {
  const auto edwards = fields.string();
  if (!edwards || edwards->size() != key_size || !fields.is_at_end()) fail_on_ssh_line("it is damaged");
  const auto point = montgomery_point(*edwards);
  Secret scalar(key_size);
  fill_randomly(scalar.bytes());
  if (!point || !x25519(scalar, *point)) fail_on_ssh_line("it is no point of the curve that a key may have");
  return std::make_shared<const SshEd25519Recipient>(std::move(blob), *point, std::move(name));
}

std::shared_ptr<const Recipient> rsa_recipient(SshFields& fields, std::vector<std::byte> blob, std::string name) {
  const auto exponent = fields.string();
  const auto modulus = fields.string();
  if (!exponent || !modulus || !fields.is_at_end()) fail_on_ssh_line("it is damaged");
  SshKey key = rsa_key(*modulus, *exponent, {});
  if (!key) fail_on_ssh_line("it is damaged");
  require_rsa_size(key.get());
  return std::make_shared<const SshRsaRecipient>(std::move(blob), std::move(key), std::move(name));
}

}  // namespace

std::shared_ptr<const Recipient> ssh_recipient(std::string_view line) {
  const std::size_t space = line.find(' ');
  const std::string_view type = line.substr(0, space);
  if (type != ssh_ed25519_type && type != ssh_rsa_type)
    fail_on_ssh_line("age knows keys of the types ssh-ed25519 and ssh-rsa alone");
  if (space == std::string_view::npos) fail_on_ssh_line("its base64 text is missing");
  const std::string_view text = line.substr(space + 1, line.find(' ', space + 1) - space - 1);
  auto blob = decode_base64(text, Padding::required);
  if (!blob) fail_on_ssh_line("it is not in canonical base64: a letter may be mistyped or missing");
  SshFields fields(*blob);
  const auto inner_type = fields.string();
  if (!inner_type || !are_equal(*inner_type, bytes_of(type))) fail_on_ssh_line("it is damaged");
  // The fields stand in the blob, which is moved, its bytes staying where they are.
  std::string name = fmt::format("{} {}", type, text);
  return type == ssh_ed25519_type ? ed25519_recipient(fields, std::move(*blob), std::move(name))
                                  : rsa_recipient(fields, std::move(*blob), std::move(name));
}

std::shared_ptr<const Identity> ssh_identity(std::string_view text) {
  const SshKey key = parse_ssh_private_key(text);
  const int type = EVP_PKEY_get_base_id(key.get());
  if (type == EVP_PKEY_RSA) {
    require_rsa_size(key.get());
    return std::make_shared<const SshRsaIdentity>(text, ssh_public_key(key.get()));
  }
  if (type != EVP_PKEY_ED25519)
    throw Error(Fault::usage,
                "the SSH private key cannot be used: age knows keys of the types ssh-ed25519 and ssh-rsa alone");
  Secret seed(key_size);
  std::size_t size = seed.size();
  require_crypto(
      EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(seed.bytes().data()), &size) == 1,
      "read an Ed25519 key");
  return std::make_shared<const SshEd25519Identity>(half_sha512(seed.bytes()), ssh_public_key(key.get()));
}

}  // namespace pgdumpcore::age
