// The table of contents as bytes.
#pragma once

#include "archive/toc.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <string>

namespace pgdumpcore::archive {

// An integer as every part of an archive has it: its sign, then four bytes of its magnitude, lowest first.
void append_int(std::string& out, std::int32_t value);
// OIDs go through the same: those beyond the signed range come out negative, and readers turn them back.
void append_int(std::string& out, std::uint32_t value);

// Writes header and entries, as their version and format want them. The length does not depend on offsets: a table
// of contents that is written again when they are known takes the place of the first.
void write_toc(Sink& out, const Toc& toc);

}  // namespace pgdumpcore::archive
