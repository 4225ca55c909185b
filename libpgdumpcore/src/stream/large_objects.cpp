#include "stream/large_objects.hpp"

#include "pg/row_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace pgdumpcore::stream {

namespace {

// One query's worth of objects, and the most it takes of each at once.
constexpr std::size_t objects_per_query = 1000;
constexpr std::uint64_t piece = std::uint64_t{256} * 1024;

std::string first_pieces_query(std::span<const std::uint32_t> oids) {
  return fmt::format(
      "SELECT pg_catalog.lo_get(oid, 0, {}) FROM pg_catalog.unnest('{{{}}}'::pg_catalog.oid[]) WITH ORDINALITY"
      " AS wanted(oid, place) ORDER BY place",
      piece, fmt::join(oids, ","));
}

class LargeObjectReader {
 public:
  LargeObjectReader(pg::Connection& connection, const LargeObjectReceiver& receiver, const OnProgress& on_progress)
      : connection_(connection), receiver_(receiver), on_progress_(on_progress) {}

  void read(std::span<const std::uint32_t> oids) {
    // An object that does not fit into one piece needs queries of its own, which cannot run while the batch still
    // streams: the batch stops there and the next one starts behind it.
    // Among large objects batches are small, so that little is sent in vain.
    std::size_t limit = objects_per_query;
    while (!oids.empty()) {
      const auto batch = oids.first(std::min(oids.size(), limit));
      const bool longer = read_batch(batch);
      limit = longer ? 1 : std::min(limit * 4, objects_per_query);
      oids = oids.subspan(whole_);
    }
  }

  [[nodiscard]] const Counts& counts() const { return counts_; }

 private:
  // Reads up to and including the first object longer than a piece; whole_ says how many that were.
  bool read_batch(std::span<const std::uint32_t> batch) {
    whole_ = 0;
    bool longer = false;
    {
      pg::RowStream rows(connection_, first_pieces_query(batch), pg::RowFormat::binary);
      for (auto row = rows.next(); row; row = rows.next()) {
        if (longer) continue;
        const auto content = row->row(0).at(0).view();
        receiver_.open(batch[whole_]);
        pass_on(content);
        longer = content.size() == piece;
        if (longer) continue;
        receiver_.close();
        ++whole_;
      }
    }
    if (longer) {
      read_rest(batch[whole_]);
      ++whole_;
    }
    counts_.rows += whole_;
    return longer;
  }

  void read_rest(std::uint32_t oid) {
    for (std::uint64_t offset = piece;; offset += piece) {
      pg::RowStream rows(connection_, fmt::format("SELECT pg_catalog.lo_get({}, {}, {})", oid, offset, piece),
                         pg::RowFormat::binary);
      std::size_t got = 0;
      for (auto row = rows.next(); row; row = rows.next()) {
        const auto content = row->row(0).at(0).view();
        got = content.size();
        pass_on(content);
      }
      if (got < piece) break;
    }
    receiver_.close();
  }

  void pass_on(std::string_view content) {
    receiver_.write(std::as_bytes(std::span(content)));
    counts_.bytes += content.size();
    connection_.check_stop();
    if (on_progress_) on_progress_(counts_);
  }

  pg::Connection& connection_;
  const LargeObjectReceiver& receiver_;
  const OnProgress& on_progress_;
  Counts counts_{};
  std::size_t whole_ = 0;
};

}  // namespace

Counts read_large_objects(pg::Connection& connection, std::span<const std::uint32_t> oids,
                          const LargeObjectReceiver& receiver, const OnProgress& on_progress) {
  LargeObjectReader reader(connection, receiver, on_progress);
  reader.read(oids);
  return reader.counts();
}

}  // namespace pgdumpcore::stream
