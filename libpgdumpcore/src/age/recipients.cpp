// Recipients as users write them.
#include <pgdumpcore/encryption.hpp>

#include "age/bech32.hpp"
#include "age/lines.hpp"
#include "age/p256tag.hpp"
#include "age/passphrase.hpp"
#include "age/ssh_recipient.hpp"
#include "age/x25519.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore {
namespace age {
namespace {

using Members = std::vector<std::shared_ptr<const Recipient>>;

[[noreturn]] void refuse_recipient(const std::string& what, const std::string& hint = {}) {
  throw Error(Fault::usage, fmt::format("the recipient cannot be used: {}", what)).hint(hint);
}

std::shared_ptr<const Recipient> bech32_recipient(std::string_view text) {
  const auto decoded = decode_bech32(text);
  if (!decoded)
    refuse_recipient("its checksum is wrong", "A letter is mistyped, missing or too many: copy the key as a whole.");
  if (decoded->prefix == "age1pq" || decoded->prefix == "age1tagpq")
    throw Error(Fault::unsupported,
                "the recipient cannot be used: post-quantum recipients need ML-KEM, which OpenSSL has"
                " since 3.5, and this pgdump is built without it");
  std::shared_ptr<const Recipient> recipient;
  if (decoded->prefix == "age" && decoded->data.size() == key_size)
    recipient = x25519_recipient(decoded->data, std::string(text));
  else if (decoded->prefix == "age1tag")
    recipient = p256tag_recipient(decoded->data, std::string(text));
  else if (decoded->prefix.starts_with("age1"))
    throw Error(Fault::unsupported, fmt::format("the recipient cannot be used: recipients of plugins, such as \"{}\","
                                                " are not supported",
                                                decoded->prefix.substr(4)));
  if (!recipient) refuse_recipient("it is no key that anybody can have the secret of");
  return recipient;
}

// Texts that are no public key are not quoted: one may be a secret.
std::shared_ptr<const Recipient> parse_recipient(std::string_view text) {
  if (text.starts_with("age1")) return bech32_recipient(text);
  if (text.starts_with("ssh-")) return ssh_recipient(text);
  if (text.starts_with("AGE-SECRET-KEY-") || text.starts_with("-----BEGIN"))
    refuse_recipient(
        "it is a secret key, not a public one",
        "Anyone who has seen it can read what is encrypted to it: make a new one, and give its public key.");
  refuse_recipient("it is neither an age key nor one of SSH",
                   "It begins with \"age1\", \"ssh-ed25519\" or \"ssh-rsa\".");
}

}  // namespace
}  // namespace age

void Recipients::add(std::shared_ptr<const age::Recipient> recipient) {
  const bool is_known = std::any_of(members_.begin(), members_.end(),
                                    [&](const auto& member) { return member->name() == recipient->name(); });
  if (is_known) return;
  if (!members_.empty() && (recipient->is_alone() || members_.front()->is_alone()))
    throw Error(Fault::usage, "a passphrase cannot be combined with other recipients");
  members_.push_back(std::move(recipient));
}

void Recipients::add(std::string_view recipient) {
  add(age::parse_recipient(age::trimmed(recipient)));
}

void Recipients::add_file(const std::string& path) {
  const age::Secret content = age::read_small_file(path);
  bool has_any = false;
  age::for_each_line(content, [&](std::string_view line, std::size_t number) {
    has_any = true;
    try {
      add(age::parse_recipient(line));
    } catch (const Error& error) {
      throw error.within(fmt::format("file \"{}\", line {}", path, number));
    }
  });
  if (!has_any) throw Error(Fault::usage, fmt::format("file \"{}\" has no recipient", path));
}

void Recipients::add_passphrase(std::string_view passphrase) {
  if (passphrase.empty()) throw Error(Fault::usage, "the passphrase is empty");
  if (!members_.empty()) throw Error(Fault::usage, "a passphrase cannot be combined with other recipients");
  add(age::passphrase_recipient(age::Secret::copy_of(age::bytes_of(passphrase))));
}

std::vector<std::string> Recipients::names() const {
  std::vector<std::string> names;
  for (const auto& member : members_) names.push_back(member->name());
  return names;
}

}  // namespace pgdumpcore
