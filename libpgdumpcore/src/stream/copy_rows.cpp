#include "stream/copy_rows.hpp"

#include "pg/copy_out.hpp"

#include <vector>

namespace pgdumpcore::stream {

namespace {

// Rows are gathered before they go on: what is downstream is called per block, not per row.
constexpr std::size_t block_size = std::size_t{128} * 1024;

}  // namespace

Counts copy_rows(pg::Connection& connection, const std::string& copy_out, Sink& out, const OnProgress& on_progress) {
  Counts counts;
  std::vector<std::byte> block;
  block.reserve(block_size);
  const auto flush = [&] {
    out.write(block);
    block.clear();
    connection.check_stop();
    if (on_progress) on_progress(counts);
  };
  pg::CopyOut rows(connection, copy_out);
  for (auto row = rows.next(); !row.empty(); row = rows.next()) {
    ++counts.rows;
    counts.bytes += row.size();
    if (row.size() >= block_size) {
      flush();
      out.write(row);
      continue;
    }
    if (block.size() + row.size() > block_size) flush();
    block.insert(block.end(), row.begin(), row.end());
  }
  flush();
  return counts;
}

}  // namespace pgdumpcore::stream
