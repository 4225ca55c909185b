// What is restored, opened and known for what it is.
#pragma once

#include "archive/reader.hpp"
#include "io/source.hpp"

#include <pgdumpcore/restore.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::restoring {

// One of the two.
struct OpenedInput {
  std::unique_ptr<archive::ArchiveReader> archive{};
  std::unique_ptr<io::Source> script{};  // decompressed
  std::string name{};                    // for messages: `file "x"`
};

// Throws Error: io, or data where an archive is damaged.
[[nodiscard]] OpenedInput open_input(const RestoreInput& input);

}  // namespace pgdumpcore::restoring
