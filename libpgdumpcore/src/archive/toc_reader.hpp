// The table of contents in the binary form that all archives share.
#pragma once

#include "archive/input.hpp"
#include "archive/toc.hpp"

#include <string_view>

namespace pgdumpcore::archive {

// What every table of contents begins with.
inline constexpr std::string_view toc_magic = "PGDMP";

// Reads header and entries; the input then stands behind them. Each entry ends with what its format needs to find the
// data: for custom, an offset, for the others a file name. Throws Error (data) that says where and in which entry.
//   format: what the archive is otherwise known to be
[[nodiscard]] Toc read_toc(ArchiveInput& input, FormatCode format);

}  // namespace pgdumpcore::archive
