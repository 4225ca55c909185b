// Archives that are one stream: each table has a slot for each of its pieces, and one for what ends its data.
#include "dump/archive_jobs.hpp"
#include "dump/shares.hpp"
#include "io/codec.hpp"
#include "io/ordered_output.hpp"
#include "io/parallel_frame.hpp"

#include <memory>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

using archive::Entry;
using archive::StreamWriter;

// One connection's share: pieces, and their slots.
struct Share {
  std::vector<Piece> pieces{};
  std::vector<std::unique_ptr<io::Slot>> slots{};  // of each piece
  std::vector<std::unique_ptr<io::Slot>> ends{};   // of each piece, if it is the last of its table
  // How a piece of a divided table is compressed; empty for a table that is one piece.
  std::function<std::unique_ptr<Sink>(std::unique_ptr<Sink>)> part{};
};

class StreamJobs {
 public:
  StreamJobs(StreamWriter& writer, const archive::Toc& toc, Data& data, const DumpConnections& connections)
      : writer_(writer),
        toc_(toc),
        data_(data),
        share_size_(share_of(data.total_size(), connections.jobs)),
        pool_(connections.leader, connections.session, connections.jobs),
        slots_(writer.out(), buffer_limit_per_job * static_cast<std::size_t>(connections.jobs), pool_.stop_token()) {}

  void run() {
    for (const Entry& entry : toc_.entries) {
      if (!entry.has_data) continue;
      if (archive::holds_large_objects(entry))
        add_large_objects(entry);
      else
        add_table(entry);
    }
    submit();
    pool_.finish();
    slots_.finish();
  }

 private:
  void add_table(const Entry& entry) {
    std::vector<Piece> pieces = data_.pieces(entry, share_size_);
    if (pieces.size() > 1) {
      add_divided(entry, std::move(pieces));
      return;
    }
    if (weight_ + pieces.front().weight > share_size_ && !share_.pieces.empty()) submit();
    weight_ += pieces.front().weight;
    share_.pieces.push_back(std::move(pieces.front()));
    share_.slots.push_back(slots_.open([this, &entry](Sink&, std::uint64_t) { writer_.begin(entry); }));
    share_.ends.push_back(end_of(entry));
  }

  void add_divided(const Entry& entry, std::vector<Piece> pieces) {
    submit();
    auto frame = std::make_shared<io::ParallelFrame>(toc_.compression, io::DeflateFormat::zlib);
    for (Piece& piece : pieces) {
      io::OrderedOutput::OnTurn begin{};
      if (piece.first)
        begin = [this, &entry, frame](Sink&, std::uint64_t) {
          writer_.begin(entry);
          put_stored(frame->beginning());
        };
      share_.slots.push_back(slots_.open(std::move(begin)));
      share_.ends.push_back(piece.last ? end_of(entry, frame) : nullptr);
      share_.part = [frame, part = frame->part()](std::unique_ptr<Sink> next) { return part(std::move(next)); };
      share_.pieces.push_back(std::move(piece));
      submit();
    }
  }

  [[nodiscard]] std::unique_ptr<io::Slot> end_of(const Entry& entry,
                                                 std::shared_ptr<io::ParallelFrame> frame = nullptr) {
    return slots_.open([this, &entry, frame = std::move(frame)](Sink&, std::uint64_t) {
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

  void submit() {
    weight_ = 0;
    if (share_.pieces.empty()) return;
    pool_.add([this, share = std::exchange(share_, {})](stream::Worker& worker) mutable { read(worker, share); });
  }

  void read(stream::Worker& worker, Share& share) {
    std::unique_ptr<Sink> out;
    const auto position = [&](const Piece& piece) { return static_cast<std::size_t>(&piece - share.pieces.data()); };
    data_.read(worker, share.slots.front().get(), share.pieces,
               {.begin = [&](const Piece& piece) -> Sink& {
                  out = compressed(share, std::move(share.slots[position(piece)]));
                  return *out;
                },
                .end =
                    [&](const Piece& piece) {
                      out->finish();
                      if (auto& end = share.ends[position(piece)]; end != nullptr) end->finish();
                    }});
  }

  [[nodiscard]] std::unique_ptr<Sink> compressed(const Share& share, std::unique_ptr<Sink> slot) {
    std::unique_ptr<Sink> stored = writer_.stored(std::move(slot));
    if (share.part) return share.part(std::move(stored));
    return io::compress_to(std::move(stored), toc_.compression, io::traits_in_custom_archive(toc_.compression.codec));
  }

  void add_large_objects(const Entry& entry) {
    submit();
    if (writer_.stored_large_objects(writer_.out()) == nullptr) {
      add_undivided_large_objects(entry);
      return;
    }
    OidList oids = data_.large_objects(entry);
    bool first = true;
    while (!oids.empty()) {
      const OidList some = oids.first(std::min(oids.size(), large_objects_per_share));
      oids = oids.subspan(some.size());
      io::OrderedOutput::OnTurn begin{};
      if (first) begin = [this, &entry](Sink&, std::uint64_t) { writer_.begin(entry); };
      first = false;
      std::unique_ptr<io::Slot> slot = slots_.open(std::move(begin));
      pool_.add(
          [this, slot = std::move(slot), end = oids.empty() ? end_of(entry) : nullptr, some](stream::Worker& worker) {
            read_large_objects(worker, some, *slot);
            if (end != nullptr) end->finish();
          });
    }
  }

  // Written past the slots, when it is their turn.
  void add_undivided_large_objects(const Entry& entry) {
    pool_.add([this, slot = slots_.open(), &entry](stream::Worker& worker) {
      slot->wait_for_turn();
      const auto out = writer_.large_objects(entry);
      data_.read_large_objects(worker.connection(), data_.large_objects(entry), *out);
      out->finish();
      slot->finish();
    });
  }

  void read_large_objects(stream::Worker& worker, OidList oids, io::Slot& slot) {
    const auto out = writer_.stored_large_objects(slot);
    data_.read_large_objects(worker.connection(), oids, *out);
    slot.finish();
  }

  StreamWriter& writer_;
  const archive::Toc& toc_;
  Data& data_;
  const std::uint64_t share_size_;
  stream::WorkerPool pool_;
  io::OrderedOutput slots_;
  Share share_{};
  std::uint64_t weight_ = 0;
};

}  // namespace

void write_in_lanes(archive::StreamWriter& writer, const archive::Toc& toc, Data& data,
                    const DumpConnections& connections) {
  StreamJobs(writer, toc, data, connections).run();
}

}  // namespace pgdumpcore::dumping
