// Keys of SSH as recipients and identities: ssh-ed25519, and ssh-rsa of 2048 bits or more.
#pragma once

#include "age/recipient.hpp"

#include <memory>
#include <string_view>

namespace pgdumpcore::age {

// A line as authorized_keys has it, without options; a comment may follow. Throws Error (usage).
[[nodiscard]] std::shared_ptr<const Recipient> ssh_recipient(std::string_view line);

// The content of a private key's file. Throws Error (usage).
[[nodiscard]] std::shared_ptr<const Identity> ssh_identity(std::string_view text);

// The line of an Ed25519 public key's point on the curve in the form that X25519 takes; nullopt: it is no point.
[[nodiscard]] std::optional<Hash> montgomery_point(Bytes edwards_point);

}  // namespace pgdumpcore::age
