// The custom format: one file, the table of contents followed by a block of data for each entry that has data.
#pragma once

#include "archive/input.hpp"
#include "archive/reader.hpp"

#include <memory>

namespace pgdumpcore::archive {

// A file: data can be asked for in any order. Blocks whose place the table of contents does not tell are looked for.
[[nodiscard]] std::unique_ptr<ArchiveReader> read_custom(std::shared_ptr<const RandomAccess> file);

// What comes through a pipe.
[[nodiscard]] std::unique_ptr<ArchiveReader> read_custom(ArchiveInput input);

}  // namespace pgdumpcore::archive
