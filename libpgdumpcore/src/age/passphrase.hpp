// Passphrases, by scrypt.
#pragma once

#include "age/recipient.hpp"

#include <memory>

namespace pgdumpcore::age {

// Each file costs about a second and 256 MiB to encrypt and to decrypt: that is what keeps guessing slow.
[[nodiscard]] std::shared_ptr<const Recipient> passphrase_recipient(Secret passphrase);
// For tests: less work, and less protection.
[[nodiscard]] std::shared_ptr<const Recipient> passphrase_recipient(Secret passphrase, int work_factor);

[[nodiscard]] std::shared_ptr<const Identity> passphrase_identity(Secret passphrase);

}  // namespace pgdumpcore::age
