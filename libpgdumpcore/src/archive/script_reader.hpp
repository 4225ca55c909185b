// Plain scripts as archives.
#pragma once

#include "archive/reader.hpp"
#include "io/random_access.hpp"

#include <memory>

namespace pgdumpcore::archive {

// Whether the file is a script that says at its beginning that a dump wrote it. Throws Error: io, or data where its
// compression is damaged.
[[nodiscard]] bool holds_script(const std::shared_ptr<const RandomAccess>& file);

// Throws Error: io; data if it ends with an index that does not fit its size.
void check_script_size(const RandomAccess& file);

// Whether an index at its end tells where its parts stand. Throws Error (io).
[[nodiscard]] bool has_index(const RandomAccess& file);

// Reads the script once from front to back to know its table of contents, or what its index does not tell; data is then
// read where it stands. Data can be had from several places at once unless the file is compressed in one piece.
// Throws Error: io; data, as read_script() does.
[[nodiscard]] std::unique_ptr<ArchiveReader> read_script_archive(const std::shared_ptr<const RandomAccess>& file);

}  // namespace pgdumpcore::archive
