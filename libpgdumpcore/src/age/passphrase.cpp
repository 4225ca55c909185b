#include "age/passphrase.hpp"

#include "age/base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace pgdumpcore::age {
namespace {

constexpr std::string_view scrypt_type = "scrypt";
constexpr std::string_view scrypt_label = "age-encryption.org/v1/scrypt";
constexpr std::size_t salt_size = 16;
constexpr int usual_work_factor = 18;
// 4 GiB of memory. A file may ask for what it likes; it does not get more.
constexpr int largest_work_factor = 22;

int work_factor_of(const std::string& text) {
  const bool is_decimal =
      text.front() != '0' && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!is_decimal) throw malformed_header("the work factor of its passphrase is no decimal number");
  int factor = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), factor);
  if (parsed.ec != std::errc{} || factor > largest_work_factor)
    throw malformed_header(
        fmt::format("the work factor of its passphrase is {}, and at most {}"
                    " is taken",
                    text.substr(0, 20), largest_work_factor));
  return factor;
}

Secret scrypt_key(const Secret& passphrase, Bytes salt, int work_factor) {
  return scrypt(passphrase.bytes(), joined({bytes_of(scrypt_label), salt}), work_factor);
}

class PassphraseRecipient final : public Recipient {
 public:
  PassphraseRecipient(Secret passphrase, int work_factor)
      : passphrase_(std::move(passphrase)), work_factor_(work_factor) {}

  [[nodiscard]] Stanza wrap(Bytes file_key) const override {
    std::array<std::byte, salt_size> salt{};
    fill_randomly(salt);
    return {.arguments = {std::string(scrypt_type), encode_base64(salt), std::to_string(work_factor_)},
            .body = wrap_file_key(scrypt_key(passphrase_, salt, work_factor_), file_key)};
  }

  [[nodiscard]] const std::string& name() const override {
    static const std::string name = "passphrase";
    return name;
  }
  [[nodiscard]] bool is_alone() const override { return true; }

 private:
  Secret passphrase_;
  int work_factor_;
};

class PassphraseIdentity final : public Identity {
 public:
  explicit PassphraseIdentity(Secret passphrase) : passphrase_(std::move(passphrase)) {}

  [[nodiscard]] std::optional<Secret> unwrap(const Stanza& stanza) const override {
    if (stanza.arguments.front() != scrypt_type) return std::nullopt;
    require_arguments(stanza, 3);
    const std::vector<std::byte> salt = argument_bytes(stanza, 1, salt_size);
    const int work_factor = work_factor_of(stanza.arguments[2]);
    require_wrapped_file_key(stanza);
    return unwrap_file_key(scrypt_key(passphrase_, salt, work_factor), stanza.body);
  }

 private:
  Secret passphrase_;
};

}  // namespace

std::shared_ptr<const Recipient> passphrase_recipient(Secret passphrase) {
  return passphrase_recipient(std::move(passphrase), usual_work_factor);
}

std::shared_ptr<const Recipient> passphrase_recipient(Secret passphrase, int work_factor) {
  return std::make_shared<const PassphraseRecipient>(std::move(passphrase), work_factor);
}

std::shared_ptr<const Identity> passphrase_identity(Secret passphrase) {
  return std::make_shared<const PassphraseIdentity>(std::move(passphrase));
}

}  // namespace pgdumpcore::age
