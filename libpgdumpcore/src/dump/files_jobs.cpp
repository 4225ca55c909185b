// Archives of many files: every table is independent of the others, and the pieces of a divided one share a file.
#include "dump/archive_jobs.hpp"
#include "dump/shares.hpp"
#include "io/ordered_output.hpp"
#include "io/parallel_frame.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

using archive::Entry;
using archive::FilesWriter;

// A file whose parts are made by several connections.
class SharedFile {
 public:
  SharedFile(std::unique_ptr<Sink> file, const Compression& compression, std::size_t parts, std::size_t bound,
             std::stop_token stop)
      : file_(std::move(file)), frame_(compression), slots_(*file_, bound, std::move(stop)), parts_left_(parts) {
    file_->write_text(frame_.beginning());
  }

  [[nodiscard]] std::unique_ptr<io::Slot> open_slot() { return slots_.open(); }
  [[nodiscard]] auto part() { return frame_.part(); }

  // Whoever makes the last part ends the file.
  void end_part() {
    if (--parts_left_ > 0) return;
    slots_.finish();
    file_->write_text(frame_.ending());
    file_->finish();
  }

 private:
  std::unique_ptr<Sink> file_;
  io::ParallelFrame frame_;
  io::OrderedOutput slots_;
  std::atomic<std::size_t> parts_left_;
};

class FilesJobs {
 public:
  FilesJobs(FilesWriter& writer, const archive::Toc& toc, Data& data, const DumpConnections& connections)
      : writer_(writer),
        toc_(toc),
        data_(data),
        jobs_(static_cast<std::size_t>(connections.jobs)),
        share_size_(share_of(data.total_size(), connections.jobs)),
        pool_(connections.leader, connections.session, connections.jobs) {}

  void run() {
    for (const Entry& entry : toc_.entries)
      if (archive::holds_large_objects(entry)) add_large_objects(entry);
    add_tables();
    pool_.finish();
  }

 private:
  void add_large_objects(const Entry& entry) {
    pool_.add([this, &entry](stream::Worker& worker) {
      const auto out = writer_.large_objects(entry);
      data_.read_large_objects(worker.connection(), data_.large_objects(entry), *out);
      out->finish();
    });
  }

  // Reading parts of a table makes the server keep its pages where they drive out others, so a table is divided
  // only if, while it is read as a whole, there would not be enough left for the others to do.
  void add_tables() {
    std::vector<const Entry*> tables;
    std::uint64_t left = 0;
    for (const Entry& entry : toc_.entries) {
      if (data_.table(entry) == nullptr) continue;
      tables.push_back(&entry);
      left += data_.size(entry);
    }
    std::ranges::stable_sort(tables, std::greater<>(), [this](const Entry* entry) { return data_.size(*entry); });
    for (const Entry* entry : tables) {
      const std::uint64_t size = data_.size(*entry);
      left -= size;
      const bool busy_meanwhile = left / size_or_one(size) >= jobs_ - 1;
      add_table(*entry, busy_meanwhile ? 0 : share_size_);
    }
    submit();
  }

  static constexpr std::uint64_t size_or_one(std::uint64_t size) { return std::max<std::uint64_t>(size, 1); }

  void add_table(const Entry& entry, std::uint64_t chunk) {
    std::vector<Piece> pieces = data_.pieces(entry, chunk);
    if (pieces.size() > 1) {
      add_divided(entry, std::move(pieces));
      return;
    }
    weight_ += pieces.front().weight;
    whole_.push_back(std::move(pieces.front()));
    if (weight_ >= share_size_) submit();
  }

  void add_divided(const Entry& entry, std::vector<Piece> pieces) {
    auto file = std::make_shared<SharedFile>(writer_.stored_table_data(entry), toc_.compression, pieces.size(),
                                             buffer_limit_per_job * jobs_, pool_.stop_token());
    for (Piece& piece : pieces) {
      pool_.add([this, file, own_slot = file->open_slot(), part = file->part(),
                 piece = std::move(piece)](stream::Worker& worker) mutable {
        io::Slot& slot = *own_slot;
        const std::unique_ptr<Sink> out = part(std::move(own_slot));
        data_.read(worker, &slot, std::span(&piece, 1), {.begin = [&](const Piece&) -> Sink& { return *out; }});
        out->finish();
        file->end_part();
      });
    }
  }

  void submit() {
    weight_ = 0;
    if (whole_.empty()) return;
    pool_.add([this, pieces = std::exchange(whole_, {})](stream::Worker& worker) {
      std::unique_ptr<Sink> out;
      data_.read(worker, nullptr, pieces,
                 {.begin = [&](const Piece& piece) -> Sink& {
                    out = writer_.table_data(*piece.entry);
                    return *out;
                  },
                  .end = [&](const Piece&) { out->finish(); }});
    });
  }

  FilesWriter& writer_;
  const archive::Toc& toc_;
  Data& data_;
  const std::size_t jobs_;
  const std::uint64_t share_size_;
  stream::WorkerPool pool_;
  std::vector<Piece> whole_{};
  std::uint64_t weight_ = 0;
};

}  // namespace

void write_files(archive::FilesWriter& writer, const archive::Toc& toc, Data& data,
                 const DumpConnections& connections) {
  FilesJobs(writer, toc, data, connections).run();
}

}  // namespace pgdumpcore::dumping
