// What an age file has inside, as a stream or at any offset.
#pragma once

#include "age/header.hpp"
#include "age/payload.hpp"
#include "io/source.hpp"

#include <pgdumpcore/encryption.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace pgdumpcore::age {

// What a file's header gives to one of the identities.
struct OpenedPayload {
  PayloadCipher cipher;
  std::uint64_t offset;  // where the first chunk begins
};

// Reads the header and the nonce. Throws Error: usage if no identity fits, data. The caller puts the file's name
// before it.
[[nodiscard]] OpenedPayload open_payload(HeaderInput& input, const Identities& identities);

// From first to last, for what can be read only once. A chunk is given out when it is authenticated; that nothing is
// missing is known at the end only. `name` is for messages: `file "x"`.
[[nodiscard]] std::unique_ptr<io::Source> decrypting_source(std::unique_ptr<io::Source> encrypted,
                                                            const Identities& identities, const std::string& name);

}  // namespace pgdumpcore::age
