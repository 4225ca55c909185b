// What has been streamed so far, counted from several threads, and told to the caller.
#pragma once

#include "stream/counts.hpp"

#include <pgdumpcore/dump.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace pgdumpcore::dumping {

class ProgressTracker {
 public:
  ProgressTracker(const ProgressCallback& on_progress, DumpSummary& summary)
      : on_progress_(on_progress), summary_(summary) {}

  // What is to come.
  void expect(std::uint64_t tables, std::uint64_t bytes);

  // A table whose rows come in that many pieces. Tables are added in the order of the summary.
  [[nodiscard]] std::size_t add_table(std::string schema, std::string name, std::uint64_t pieces);

  // A piece of the table's rows begins; bytes of it have come in; it has ended, `weight` bytes of the server's disk.
  void begin(std::size_t table);
  void moved(std::uint64_t bytes);
  void end(std::size_t table, const stream::Counts& counts, std::uint64_t weight);

  void end_large_objects(const stream::Counts& counts);

 private:
  void report();

  const ProgressCallback& on_progress_;
  std::mutex mutex_{};  // guards the rest; held during callbacks, which so come one at a time
  DumpSummary& summary_;
  Progress progress_{};
  std::vector<std::uint64_t> pieces_left_{};  // of each table in the summary
};

}  // namespace pgdumpcore::dumping
