// A script on its way into a sink: by one connection, or by several at once.
#pragma once

#include "dump/dump_connections.hpp"
#include "dump/data.hpp"
#include "dump/script_output.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <functional>

namespace pgdumpcore::dumping {

// Writes what `produce` puts out, compressed, and finishes `target`. With more than one job each segment is a frame,
// else one ends after some 16 MiB of text. What is compressed in several frames ends with an index of them.
void write_script(std::unique_ptr<Sink> target, const Compression& compression, Data& data,
                  const DumpConnections& connections, const std::function<void(ScriptOutput&)>& produce);

}  // namespace pgdumpcore::dumping
