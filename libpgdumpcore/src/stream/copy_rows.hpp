// A table's rows as COPY text.
#pragma once

#include "pg/connection.hpp"
#include "stream/counts.hpp"

#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace pgdumpcore::stream {

// What to do with the rows of one statement among several.
struct CopyReceiver {
  // Where the rows of a statement, counted from 0, go. Called in order, before its first row.
  std::function<Sink&(std::size_t statement)> begin{};
  std::function<void(std::size_t statement, const Counts& counts)> end{};
};

// Runs the statements, each a COPY … TO STDOUT, in one round trip, and hands on every row, without end-of-data lines.
//   on_progress: is told of the statement at work
void copy_rows(pg::Connection& connection, std::span<const std::string> statements, const CopyReceiver& receiver,
               const OnProgress& on_progress);

}  // namespace pgdumpcore::stream
