// An archive's data on its way from several connections at once.
#pragma once

#include "archive/toc.hpp"
#include "archive/writer.hpp"
#include "dump/dump_connections.hpp"
#include "dump/data.hpp"

namespace pgdumpcore::dumping {

// Write the data of all entries, and leave finishing to the caller. The first keeps the order of the table of contents;
// the second begins with the largest tables, and divides those that would keep others waiting at the end.
void write_in_lanes(archive::StreamWriter& writer, const archive::Toc& toc, Data& data,
                    const DumpConnections& connections);
void write_files(archive::FilesWriter& writer, const archive::Toc& toc, Data& data, const DumpConnections& connections);

}  // namespace pgdumpcore::dumping
