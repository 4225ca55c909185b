// age's own keys: age1… and AGE-SECRET-KEY-1….
#pragma once

#include "age/recipient.hpp"

#include <memory>
#include <string>

namespace pgdumpcore::age {

// nullptr: the point is of low order; what is encrypted to it could be read by everybody.
//   name: age1…
[[nodiscard]] std::shared_ptr<const Recipient> x25519_recipient(Bytes point, std::string name);

[[nodiscard]] std::shared_ptr<const Identity> x25519_identity(Secret scalar);

// age1… of an identity's scalar.
[[nodiscard]] std::string x25519_recipient_name(const Secret& scalar);

}  // namespace pgdumpcore::age
