// The directory format: toc.dat, and a file for each table's rows and for each large object.
#pragma once

#include "archive/reader.hpp"

#include <pgdumpcore/files.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::archive {

[[nodiscard]] std::unique_ptr<ArchiveReader> read_directory(std::shared_ptr<InputFiles> files);

}  // namespace pgdumpcore::archive
