// Archives that are one stream: each table has a lane for each of its pieces, and one for what ends its data.
#include "dump/archive_jobs.hpp"
#include "dump/shares.hpp"
#include "io/codec.hpp"
#include "io/lanes.hpp"
#include "io/parted_frame.hpp"

#include <memory>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

using archive::Entry;
using archive::StreamWriter;

// One connection's share: pieces, and their lanes.
struct Share {
  std::vector<Piece> pieces{};
  std::vector<std::unique_ptr<io::Lane>> lanes{};  // of each piece
  std::vector<std::unique_ptr<io::Lane>> ends{};   // of each piece, if it is the last of its table
  // How a piece of a divided table is compressed; empty for a table that is one piece.
  std::function<std::unique_ptr<Sink>(std::unique_ptr<Sink>)> part{};
};

class StreamJobs {
 public:
  StreamJobs(StreamWriter& writer, const archive::Toc& toc, Data& data, const Crew& crew)
      : writer_(writer),
        toc_(toc),
        data_(data),
        share_size_(share_of(data.total_size(), crew.jobs)),
        pool_(crew.leader, crew.session, crew.jobs),
        lanes_(writer.out(), held_per_job * static_cast<std::size_t>(crew.jobs), pool_.stop_token()) {}

  void run() {
    for (const Entry& entry : toc_.entries) {
      if (!entry.has_data) continue;
      if (archive::holds_large_objects(entry))
        add_large_objects(entry);
      else
        add_table(entry);
    }
    give_away();
    pool_.finish();
    lanes_.finish();
  }

 private:
  void add_table(const Entry& entry) {
    std::vector<Piece> pieces = data_.pieces(entry, share_size_);
    if (pieces.size() > 1) {
      add_divided(entry, std::move(pieces));
      return;
    }
    if (weight_ + pieces.front().weight > share_size_ && !share_.pieces.empty()) give_away();
    weight_ += pieces.front().weight;
    share_.pieces.push_back(std::move(pieces.front()));
    share_.lanes.push_back(lanes_.open([this, &entry](Sink&, std::uint64_t) { writer_.begin(entry); }));
    share_.ends.push_back(end_of(entry));
  }

  void add_divided(const Entry& entry, std::vector<Piece> pieces) {
    give_away();
    auto frame = std::make_shared<io::PartedFrame>(toc_.compression, io::DeflateFormat::zlib);
    for (Piece& piece : pieces) {
      io::Lanes::AtHead begin{};
      if (piece.first)
        begin = [this, &entry, frame](Sink&, std::uint64_t) {
          writer_.begin(entry);
          put_stored(frame->beginning());
        };
      share_.lanes.push_back(lanes_.open(std::move(begin)));
      share_.ends.push_back(piece.last ? end_of(entry, frame) : nullptr);
      share_.part = [frame, part = frame->part()](std::unique_ptr<Sink> next) { return part(std::move(next)); };
      share_.pieces.push_back(std::move(piece));
      give_away();
    }
  }

  [[nodiscard]] std::unique_ptr<io::Lane> end_of(const Entry& entry, std::shared_ptr<io::PartedFrame> frame = nullptr) {
    return lanes_.open([this, &entry, frame = std::move(frame)](Sink&, std::uint64_t) {
      if (frame != nullptr) put_stored(frame->ending());
      writer_.end(entry);
    });
  }

  // Only the head may.
  void put_stored(const std::string& bytes) {
    const auto stored = writer_.stored(callback_sink([this](auto some) { writer_.out().write(some); }));
    stored->write_text(bytes);
    stored->finish();
  }

  void give_away() {
    weight_ = 0;
    if (share_.pieces.empty()) return;
    auto share = std::make_shared<Share>(std::exchange(share_, {}));
    pool_.add([this, share](stream::Worker& worker) { read(worker, *share); });
  }

  void read(stream::Worker& worker, Share& share) {
    std::unique_ptr<Sink> out;
    const auto position = [&](const Piece& piece) { return static_cast<std::size_t>(&piece - share.pieces.data()); };
    data_.read(worker, share.lanes.front().get(), share.pieces,
               {.begin = [&](const Piece& piece) -> Sink& {
                  out = compressed(share, std::move(share.lanes[position(piece)]));
                  return *out;
                },
                .end =
                    [&](const Piece& piece) {
                      out->finish();
                      if (auto& end = share.ends[position(piece)]; end != nullptr) end->finish();
                    }});
  }

  [[nodiscard]] std::unique_ptr<Sink> compressed(const Share& share, std::unique_ptr<Sink> lane) {
    std::unique_ptr<Sink> stored = writer_.stored(std::move(lane));
    if (share.part) return share.part(std::move(stored));
    return io::compress_to(std::move(stored), toc_.compression, io::traits_in_custom_archive(toc_.compression.codec));
  }

  void add_large_objects(const Entry& entry) {
    give_away();
    if (writer_.stored_large_objects(writer_.out()) == nullptr) {
      add_undivided_large_objects(entry);
      return;
    }
    OidList oids = data_.large_objects(entry);
    bool first = true;
    while (!oids.empty()) {
      const OidList some = oids.first(std::min(oids.size(), large_objects_per_share));
      oids = oids.subspan(some.size());
      io::Lanes::AtHead begin{};
      if (first) begin = [this, &entry](Sink&, std::uint64_t) { writer_.begin(entry); };
      first = false;
      auto lane = std::make_shared<std::unique_ptr<io::Lane>>(lanes_.open(std::move(begin)));
      auto end = std::make_shared<std::unique_ptr<io::Lane>>(oids.empty() ? end_of(entry) : nullptr);
      pool_.add([this, lane, end, some](stream::Worker& worker) {
        read_large_objects(worker, some, **lane);
        if (*end != nullptr) (*end)->finish();
      });
    }
  }

  // Written past the lanes, when it is their turn.
  void add_undivided_large_objects(const Entry& entry) {
    auto lane = std::make_shared<std::unique_ptr<io::Lane>>(lanes_.open());
    pool_.add([this, lane, &entry](stream::Worker& worker) {
      (*lane)->await_head();
      const auto out = writer_.large_objects(entry);
      data_.read_large_objects(worker.connection(), data_.large_objects(entry), *out);
      out->finish();
      (*lane)->finish();
    });
  }

  void read_large_objects(stream::Worker& worker, OidList oids, io::Lane& lane) {
    const auto out = writer_.stored_large_objects(lane);
    data_.read_large_objects(worker.connection(), oids, *out);
    lane.finish();
  }

  StreamWriter& writer_;
  const archive::Toc& toc_;
  Data& data_;
  const std::uint64_t share_size_;
  stream::WorkerPool pool_;
  io::Lanes lanes_;
  Share share_{};
  std::uint64_t weight_ = 0;
};

}  // namespace

void write_in_lanes(archive::StreamWriter& writer, const archive::Toc& toc, Data& data, const Crew& crew) {
  StreamJobs(writer, toc, data, crew).run();
}

}  // namespace pgdumpcore::dumping
