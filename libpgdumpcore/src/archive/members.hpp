// The names of the files of a directory, which are those of the members of a tar archive.
#pragma once

#include "archive/toc.hpp"

#include <cstdint>
#include <string>

namespace pgdumpcore::archive {

// Gives each entry with data its file: a table's rows, or the list of an entry's large objects.
void name_members(Toc& toc);

[[nodiscard]] std::string large_object_member(std::uint32_t oid);
// Its line in the list, with its end.
[[nodiscard]] std::string large_object_line(std::uint32_t oid);

}  // namespace pgdumpcore::archive
