// An archive, from its table of contents to the last byte of data.
#pragma once

#include "archive/toc.hpp"
#include "dump/archive_jobs.hpp"
#include "dump/data.hpp"
#include "io/counted.hpp"

#include <pgdumpcore/dump.hpp>

namespace pgdumpcore::dumping {

// Throws Error (usage) if a dump in this format cannot go there.
void check_target(const Target& target, Format format);

// Writes what the table of contents lists, whose format and time are filled in here.
//   written: counts the bytes
void write_archive(Target target, io::ByteCount& written, Format format, archive::Toc& toc, Data& data,
                   const DumpConnections& connections);

}  // namespace pgdumpcore::dumping
