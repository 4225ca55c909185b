// The rows of one table, or of one query, as COPY writes them.
#pragma once

#include <pgdumpcore/export.hpp>
#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore {

/// What copy() copies. Either a table or a query is given.
struct CopyOptions {
  std::string schema{};  ///< Of the table, as it is stored: not quoted, not folded.
  std::string table{};   ///< Likewise. Its own rows, as with COPY; of a partitioned table, those of its partitions.
  std::vector<std::string> columns{};  ///< Likewise, in this order. Empty: all but generated ones.

  /// In place of a table: one query that COPY takes, with all names qualified, for the search path is empty. It is run
  /// as it is, in a transaction that is read only.
  std::string query{};

  Compression compression{};
  /// How many connections read the table at once, in chunks, where the server is of 14 or later and the table an
  /// ordinary one; each compresses on a thread of its own. A query is read by one.
  int jobs = 1;
  std::string snapshot{};  ///< An exported snapshot to read in; empty: the present.
  std::string encoding{};  ///< Of the output; empty: the database's own.
};

/// What copy() wrote, or has written so far.
struct CopySummary {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  ///< COPY text, before compression.
};

/// Told how far copy() is; called one call at a time, on whichever of its threads, never after copy() has returned.
/// What it throws ends the copy with that exception.
using CopyProgress = std::function<void(const CopySummary& so_far)>;

/// Writes the rows in COPY's text format (https://www.postgresql.org/docs/current/sql-copy.html), without an
/// end-of-data line, into `out`, and finishes it when all are there. Decompressed, the bytes are the same with any
/// number of jobs: the table's rows in their order on the disk, at one moment.
///
/// Memory: constant, and about 24 MB for each job. Threads: those of the jobs end before this returns.
/// Throws Error, and leaves `out` unfinished: usage if table and query are both given or neither, connection, server or
/// permission if the server refuses, cancelled when `stop` is requested, which cancels the running queries; and what
/// `out` throws.
PGDUMPCORE_API CopySummary copy(const ConnectOptions& connect, const CopyOptions& options, std::unique_ptr<Sink> out,
                                const std::stop_token& stop = {}, const CopyProgress& on_progress = {});

}  // namespace pgdumpcore
