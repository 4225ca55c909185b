// How commands are told whom to encrypt to, and with what to decrypt.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/encryption.hpp>

namespace cli {

[[nodiscard]] OptionGroup encryption_options();
[[nodiscard]] OptionGroup decryption_options();

// From --recipient, --recipients-file and --passphrase-file; without them from AGE_PUBLIC_KEYS, but not under the name
// of one of PostgreSQL's programs, of which nobody expects that. Keeps this process from leaving a core dump if there
// are any.
[[nodiscard]] pgdumpcore::Recipients recipients_from(const Values& values);

// From --identity, PGDUMP_IDENTITY_FILE and --passphrase-file. As above.
[[nodiscard]] pgdumpcore::Identities identities_from(const Values& values);

}  // namespace cli
