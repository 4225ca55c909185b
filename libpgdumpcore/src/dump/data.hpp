// The data of a dump: each entry's rows or large objects, in the pieces in which they are read from the server.
#pragma once

#include "archive/large_object_script.hpp"
#include "archive/writer.hpp"
#include "catalog/renderer.hpp"
#include "catalog/statement.hpp"
#include "dump/entries.hpp"
#include "dump/catalog_snapshot.hpp"
#include "dump/progress_tracker.hpp"
#include "pg/connection.hpp"
#include "stream/chunk_plan.hpp"
#include "stream/copy_rows.hpp"
#include "stream/large_objects.hpp"
#include "stream/table_sizes.hpp"
#include "stream/worker_pool.hpp"

#include <pgdumpcore/dump.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace pgdumpcore::dumping {

// Rows of a table that are read at once: all of them, or a chunk.
struct Piece {
  const archive::Entry* entry = nullptr;
  const catalog::TableData* table = nullptr;
  std::string condition{};  // which rows; empty: all
  bool empty = false;       // there are none, and the server need not be asked
  bool first = true;
  bool last = true;
  std::uint64_t weight = 0;  // bytes on the server's disk
  std::size_t place = 0;     // the table's in the tracker
};

// Where the rows of each piece go; called in the order of the pieces.
struct PieceReceiver {
  std::function<Sink&(const Piece&)> begin{};
  std::function<void(const Piece&)> end = [](const Piece&) {};
};

// How an entry's large objects are asked for.
using OidList = std::span<const std::uint32_t>;

// `entries` and `reading` have to outlive it. Made, and asked for pieces, by one thread, which has the connection that
// holds the locks; read by any number of threads, each with a connection of its own in the same snapshot.
class Data {
 public:
  Data(pg::Connection& leader, const Entries& entries, const DumpOptions& options, const CatalogSnapshot& reading,
       const ProgressCallback& on_progress, DumpSummary& summary);

  [[nodiscard]] const catalog::TableData* table(const archive::Entry& entry) const;
  [[nodiscard]] OidList large_objects(const archive::Entry& entry) const;

  // All tables' size on the server's disk in bytes, and one table's.
  [[nodiscard]] std::uint64_t total_size() const { return total_size_; }
  [[nodiscard]] std::uint64_t size(const archive::Entry& entry) const;
  // Whether there is anything to be asked of the server.
  [[nodiscard]] bool has_work() const { return has_work_; }

  // The pieces of a table's rows, in order.
  //   chunk: about how many bytes a piece should be; 0 for a single piece
  [[nodiscard]] std::vector<Piece> pieces(const archive::Entry& entry, std::uint64_t chunk);

  // Reads the pieces, several tables in one round trip, and writes them as they stand in a script, the line after the
  // last row included. Errors name the table.
  void read(pg::Connection& connection, std::span<const Piece> pieces, const PieceReceiver& receiver);
  // The same with a worker that has to lock the tables first.
  //   slot: the first one that is written to, by whatever way, or null
  void read(stream::Worker& worker, io::Slot* slot, std::span<const Piece> pieces, const PieceReceiver& receiver);

  // Into a script or an archive, whose finish() is left to the caller.
  void read_large_objects(pg::Connection& connection, OidList oids, archive::LargeObjectScript& out);
  void read_large_objects(pg::Connection& connection, OidList oids, archive::LargeObjectWriter& out);

  [[nodiscard]] const catalog::Dialect& dialect() const { return reading_.dialect(); }

 private:
  [[nodiscard]] bool can_be_divided(const catalog::TableData& table) const;
  [[nodiscard]] stream::TableSize size(const catalog::TableData& table) const;
  [[nodiscard]] std::string copy_statement(const Piece& piece) const;
  void read_copies(pg::Connection& connection, std::span<const Piece> pieces, const PieceReceiver& receiver,
                   const Piece*& at_work);
  void read_inserts(pg::Connection& connection, const Piece& piece, const PieceReceiver& receiver);
  void read_large_objects(pg::Connection& connection, OidList oids, const stream::LargeObjectReceiver& receiver);
  [[nodiscard]] stream::OnProgress progress(std::uint64_t& seen);

  const Entries& entries_;
  const DumpOptions& options_;
  const CatalogSnapshot& reading_;
  ProgressTracker tracker_;
  std::unordered_map<pg::Oid, stream::TableSize> sizes_{};
  std::uint64_t total_size_ = 0;
  bool has_work_ = false;
};

}  // namespace pgdumpcore::dumping
