// A script on its way into a sink: by one connection, or by several at once.
#pragma once

#include "dump/data.hpp"
#include "dump/script_output.hpp"
#include "stream/worker_pool.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <functional>

namespace pgdumpcore::dumping {

// Writes what `produce` puts out, compressed, and finishes `target`.
//   jobs: how many connections read; with more than one, the output is made of as many parts as there are segments
void write_script(std::unique_ptr<Sink> target, const Compression& compression, Data& data, pg::Connection& leader,
                  const stream::WorkerSession& session, int jobs, const std::function<void(ScriptOutput&)>& produce);

}  // namespace pgdumpcore::dumping
