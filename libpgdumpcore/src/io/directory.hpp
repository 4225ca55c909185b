// A directory of the local file system, for reading.
#pragma once

#include <pgdumpcore/files.hpp>

#include <memory>
#include <string>

namespace pgdumpcore::io {

/// The files of the directory, which is held open: renaming it leads nothing astray. Throws Error (io).
[[nodiscard]] std::shared_ptr<InputFiles> open_directory(const std::string& path);

}  // namespace pgdumpcore::io
