// A table's rows as COPY text.
#pragma once

#include "pg/connection.hpp"
#include "stream/counts.hpp"

#include <pgdumpcore/sink.hpp>

#include <string>

namespace pgdumpcore::stream {

// Runs `copy_out`, a COPY … TO STDOUT, and writes every row to `out`, without the end-of-data line.
Counts copy_rows(pg::Connection& connection, const std::string& copy_out, Sink& out, const OnProgress& on_progress);

}  // namespace pgdumpcore::stream
