// What may be encrypted or not: the first bytes tell. An encrypted input without an identity is an Error (usage).
#pragma once

#include "io/source.hpp"

#include <pgdumpcore/encryption.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::age {

[[nodiscard]] std::shared_ptr<const RandomAccess> without_encryption(std::shared_ptr<const RandomAccess> file,
                                                                     const Identities& identities);

//   name: for messages: `file "x"`
[[nodiscard]] std::unique_ptr<io::Source> without_encryption(std::unique_ptr<io::Source> source,
                                                             const Identities& identities, const std::string& name);

// Of a directory, its table of contents tells.
[[nodiscard]] std::shared_ptr<InputFiles> without_encryption(std::shared_ptr<InputFiles> files,
                                                             const Identities& identities);

}  // namespace pgdumpcore::age
