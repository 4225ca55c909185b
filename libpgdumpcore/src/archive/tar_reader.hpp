// The tar format: the files of a directory archive, toc.dat first, in one POSIX tar file.
#pragma once

#include "archive/input.hpp"
#include "archive/reader.hpp"

#include <cstddef>
#include <memory>
#include <span>

namespace pgdumpcore::archive {

// Whether a tar file begins like this.
[[nodiscard]] bool is_tar(std::span<const std::byte> first_block);

// A file: data can be asked for in any order.
[[nodiscard]] std::unique_ptr<ArchiveReader> read_tar(std::shared_ptr<const RandomAccess> file);

// What comes through a pipe.
[[nodiscard]] std::unique_ptr<ArchiveReader> read_tar(ArchiveInput input);

}  // namespace pgdumpcore::archive
