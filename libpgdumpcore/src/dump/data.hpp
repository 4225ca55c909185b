// The data of a dump: each entry's rows or large objects, from the server into the archive.
#pragma once

#include "archive/writer.hpp"
#include "catalog/renderer.hpp"
#include "catalog/statement.hpp"
#include "dump/entries.hpp"
#include "pg/connection.hpp"
#include "stream/counts.hpp"
#include "stream/large_objects.hpp"

#include <pgdumpcore/dump.hpp>

#include <functional>

namespace pgdumpcore::dumping {

class DataJobs {
 public:
  //   size_of: a table's size on disk in bytes, for progress
  DataJobs(pg::Connection& connection, const Entries& entries, const DumpOptions& options,
           const catalog::Dialect& dialect, const ProgressCallback& on_progress, DumpSummary& summary,
           const std::function<std::uint64_t(const catalog::Object&)>& size_of);

  // Writes one entry's data as it stands in a script. Errors name the table.
  void write(const archive::Entry& entry, Sink& out);

  // Writes the objects of one entry of large objects.
  void write_large_objects(const archive::Entry& entry, archive::LargeObjectWriter& out);

 private:
  void write_table(const catalog::TableData& data, Sink& out);
  stream::Counts write_rows(const catalog::TableData& data, Sink& out);
  void read_large_objects(const catalog::LargeObjects& data, const stream::LargeObjectReceiver& receiver);
  void report(const stream::Counts& counts);

  pg::Connection& connection_;
  const Entries& entries_;
  const DumpOptions& options_;
  const catalog::Dialect& dialect_;
  const ProgressCallback& on_progress_;
  DumpSummary& summary_;
  std::function<std::uint64_t(const catalog::Object&)> size_of_;
  Progress progress_{};
};

}  // namespace pgdumpcore::dumping
