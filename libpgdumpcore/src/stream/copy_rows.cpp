#include "stream/copy_rows.hpp"

#include "pg/copy_out.hpp"
#include "pg/sqlstate.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace pgdumpcore::stream {

namespace {

// Rows are gathered before they go on: what is downstream is called per block, not per row.
constexpr std::size_t block_size = std::size_t{128} * 1024;

// Rows of one statement on their way into a sink.
class RowBlocks {
 public:
  RowBlocks(pg::Connection& connection, const OnProgress& on_progress)
      : connection_(connection), on_progress_(on_progress) {
    block_.reserve(block_size);
  }

  Counts pass_on(pg::CopyOut& rows, Sink& out) {
    counts_ = {};
    for (auto row = rows.next(); !row.empty(); row = rows.next()) {
      ++counts_.rows;
      counts_.bytes += row.size();
      if (block_.size() + row.size() > block_size) flush(out);
      if (row.size() > block_size)
        out.write(row);
      else
        block_.insert(block_.end(), row.begin(), row.end());
    }
    flush(out);
    return counts_;
  }

 private:
  void flush(Sink& out) {
    if (block_.empty()) return;
    out.write(block_);
    block_.clear();
    connection_.check_stop();
    if (on_progress_) on_progress_(counts_);
  }

  pg::Connection& connection_;
  const OnProgress& on_progress_;
  std::vector<std::byte> block_{};
  Counts counts_{};
};

// The server builds a row's text in one piece. What it says when there is no room for it does not name the row. The
// second message is of its internal errors, which have no SQLSTATE of their own and are not translated.
bool is_row_limit(const Error& error) {
  const std::string_view message = error.what();
  return error.hint().empty() && (error.sqlstate() == pg::sqlstate::program_limit_exceeded ||
                                  message.find("invalid memory alloc request size") != std::string_view::npos);
}

Error with_row_limit_explained(Error error) {
  error.hint(
      "A row of more than 1 GB as text cannot be read; bytea takes twice its size. Leave the table's rows out with "
      "--exclude-table-data and save them with COPY … WITH (FORMAT binary), or move such values into large objects.");
  return error;
}

}  // namespace

void copy_rows(pg::Connection& connection, std::span<const std::string> statements, const CopyReceiver& receiver,
               const OnProgress& on_progress) {
  if (statements.empty()) return;
  RowBlocks blocks(connection, on_progress);
  std::size_t statement = 0;
  // begin() comes first, so that the receiver knows which statement it is that the server refuses.
  Sink* out = &receiver.begin(statement);
  pg::CopyOut rows(connection, fmt::format("{}", fmt::join(statements, ";\n")));
  for (;;) {
    Counts counts;
    try {
      counts = blocks.pass_on(rows, *out);
    } catch (const Error& error) {
      // A copy would be no longer of the class that says what has failed.
      if (!is_row_limit(error)) throw;
      throw with_row_limit_explained(error);
    }
    receiver.end(statement, counts);
    if (++statement == statements.size()) return;
    out = &receiver.begin(statement);
    if (!rows.next_statement()) throw Error(Fault::internal, "the server has left out a COPY");
  }
}

}  // namespace pgdumpcore::stream
