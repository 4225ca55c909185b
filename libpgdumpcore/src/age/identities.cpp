// Identities as users write them. No message quotes one.
#include <pgdumpcore/encryption.hpp>

#include "age/bech32.hpp"
#include "age/lines.hpp"
#include "age/passphrase.hpp"
#include "age/ssh_recipient.hpp"
#include "age/x25519.hpp"

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore {
namespace age {
namespace {

constexpr std::string_view identity_prefix = "age-secret-key-";

std::shared_ptr<const Identity> parse_identity(std::string_view line) {
  const auto refuse = [](std::string_view what) {
    throw Error(Fault::usage, fmt::format("the identity cannot be used: {}", what));
  };
  if (line.starts_with("AGE-SECRET-KEY-PQ-1"))
    throw Error(Fault::unsupported,
                "the identity cannot be used: post-quantum identities need ML-KEM, which OpenSSL has"
                " since 3.5, and this pgdump is built without it");
  if (line.starts_with("AGE-PLUGIN-"))
    throw Error(Fault::unsupported, "the identity cannot be used: identities of plugins are not supported")
        .hint("Decrypt with \"age -d\", and give what it writes.");
  if (line.starts_with("age1") || line.starts_with("ssh-"))
    refuse("it is a public key, and what is encrypted to it needs the secret one");
  if (!line.starts_with("AGE-SECRET-KEY-1")) refuse("it is neither an age key nor a private key of SSH");
  auto decoded = decode_bech32(line);
  if (!decoded) refuse("its checksum is wrong: a letter is mistyped, missing or too many");
  Secret scalar = Secret::copy_of(decoded->data);
  wipe(decoded->data);
  if (decoded->prefix != identity_prefix || scalar.size() != key_size) refuse("it has not the length of one");
  return x25519_identity(std::move(scalar));
}

// Throws Error about a line as it stands in `content`.
std::vector<std::shared_ptr<const Identity>> parse_identities(const Secret& content) {
  const std::string_view text = trimmed({reinterpret_cast<const char*>(content.bytes().data()), content.size()});
  if (is_encrypted(bytes_of(text)))
    throw Error(Fault::unsupported, "the identity file is encrypted itself")
        .hint("Decrypt it with \"age -d\" into memory, such as a file below /dev/shm, and remove it afterwards.");
  if (text.starts_with("-----BEGIN")) return {ssh_identity(text)};
  std::vector<std::shared_ptr<const Identity>> found;
  for_each_line(content, [&](std::string_view line, std::size_t number) {
    try {
      found.push_back(parse_identity(line));
    } catch (const Error& error) {
      throw error.within(fmt::format("line {}", number));
    }
  });
  if (found.empty()) throw Error(Fault::usage, "there is no identity");
  return found;
}

}  // namespace
}  // namespace age

void Identities::add_file(const std::string& path) {
  const age::Secret content = age::read_small_file(path);
  try {
    const auto found = age::parse_identities(content);
    members_.insert(members_.end(), found.begin(), found.end());
  } catch (const Error& error) {
    throw error.within(fmt::format("file \"{}\"", path));
  }
}

void Identities::add(std::string_view content) {
  const auto found = age::parse_identities(age::Secret::copy_of(age::bytes_of(content)));
  members_.insert(members_.end(), found.begin(), found.end());
}

void Identities::add_passphrase(std::string_view passphrase) {
  members_.push_back(age::passphrase_identity(age::Secret::copy_of(age::bytes_of(passphrase))));
}

}  // namespace pgdumpcore
