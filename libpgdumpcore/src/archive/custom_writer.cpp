// The custom format: the table of contents, then each entry's data in blocks, in one stream.
#include "archive/custom_writer.hpp"

#include "archive/custom_block.hpp"
#include "archive/toc_writer.hpp"
#include "archive/writer.hpp"
#include "io/codec.hpp"
#include "io/rewritable.hpp"

#include <algorithm>

namespace pgdumpcore::archive {

namespace {

constexpr std::size_t block_size = std::size_t{1} << 20U;

// Knows how far the archive has come.
class CountingSink final : public Sink {
 public:
  explicit CountingSink(std::unique_ptr<Sink> next) : next_(std::move(next)) {}

  void write(std::span<const std::byte> bytes) override {
    next_->write(bytes);
    position_ += bytes.size();
  }
  void finish() override { next_->finish(); }

  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] io::Rewritable* rewritable() { return io::rewritable(*next_); }

 private:
  std::unique_ptr<Sink> next_;
  std::uint64_t position_ = 0;
};

// A compressed stream in blocks, and what ends it: a table's rows, or a large object.
class BlockStream final : public Sink {
 public:
  BlockStream(Sink& out, const io::FrameEncoder& frames)
      : compressed_(frames.frame(std::make_unique<LengthBlocks>(out))), out_(out) {}

  void write(std::span<const std::byte> bytes) override { compressed_->write(bytes); }
  void finish() override {
    compressed_->finish();
    out_.write_text(custom_data_end());
  }

 private:
  std::unique_ptr<Sink> compressed_;
  Sink& out_;
};

io::FrameEncoder frame_maker(const Compression& compression) {
  return {compression, io::traits_in_custom_archive(compression.codec)};
}

class CustomLargeObjects final : public LargeObjectWriter {
 public:
  CustomLargeObjects(Sink& out, const Compression& compression) : out_(out), frames_(frame_maker(compression)) {}

  void open(std::uint32_t oid) override {
    put_int(oid);
    stream_ = std::make_unique<BlockStream>(out_, frames_);
  }
  void write(std::span<const std::byte> bytes) override { stream_->write(bytes); }
  void close() override { stream_->finish(); }
  void finish() override { put_int(0); }

 private:
  void put_int(std::uint32_t value) {
    std::string bytes;
    append_int(bytes, value);
    out_.write_text(bytes);
  }

  Sink& out_;
  const io::FrameEncoder frames_;
  std::unique_ptr<Sink> stream_{};
};

class CustomWriter final : public StreamWriter {
 public:
  CustomWriter(std::unique_ptr<Sink> out, Toc& toc) : out_(std::move(out)), toc_(toc) {
    io::Rewritable* const file = out_.rewritable();
    if (file != nullptr) file->begin_front();
    write_toc(out_, toc_);
    if (file != nullptr) file->end_front();
  }

  [[nodiscard]] std::unique_ptr<Sink> table_data(const Entry& entry) override {
    begin(entry);
    return std::make_unique<BlockStream>(out_, frame_maker(toc_.compression));
  }

  [[nodiscard]] std::unique_ptr<LargeObjectWriter> large_objects(const Entry& entry) override {
    begin(entry);
    return std::make_unique<CustomLargeObjects>(out_, toc_.compression);
  }

  [[nodiscard]] Sink& out() override { return out_; }
  void begin(const Entry& entry) override {
    toc_.entries[static_cast<std::size_t>(&entry - toc_.entries.data())].offset = out_.position();
    out_.write_text(custom_block_head(entry));
  }
  // What ends a table's blocks ends a list of large objects too.
  void end(const Entry&) override { out_.write_text(custom_data_end()); }
  [[nodiscard]] std::unique_ptr<Sink> stored(std::unique_ptr<Sink> slot) override {
    return std::make_unique<LengthBlocks>(std::move(slot));
  }
  [[nodiscard]] std::unique_ptr<LargeObjectWriter> stored_large_objects(Sink& slot) override {
    return std::make_unique<CustomLargeObjects>(slot, toc_.compression);
  }

  void finish() override {
    if (io::Rewritable* const file = out_.rewritable(); file != nullptr) {
      std::uint64_t at = 0;
      const auto over_the_first = callback_sink([&](std::span<const std::byte> bytes) {
        file->rewrite(at, bytes);
        at += bytes.size();
      });
      write_toc(*over_the_first, toc_);
    }
    out_.finish();
  }

 private:
  CountingSink out_;
  Toc& toc_;
};

}  // namespace

std::string custom_block_head(const Entry& entry) {
  std::string head;
  head += static_cast<char>(holds_large_objects(entry) ? BlockType::large_objects : BlockType::data);
  append_int(head, entry.dump_id);
  return head;
}

std::string custom_data_end() {
  std::string end;
  append_int(end, 0);
  return end;
}

void LengthBlocks::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const std::size_t taken = std::min(bytes.size(), block_size - block_.size());
    block_.append(reinterpret_cast<const char*>(bytes.data()), taken);
    bytes = bytes.subspan(taken);
    if (block_.size() == block_size) end_block();
  }
}

void LengthBlocks::end_block() {
  if (block_.empty()) return;
  std::string length;
  append_int(length, static_cast<std::int32_t>(block_.size()));
  next_.write_text(length);
  next_.write_text(block_);
  block_.clear();
}

void LengthBlocks::finish() {
  end_block();
  if (owned_ != nullptr) owned_->finish();
}

std::unique_ptr<StreamWriter> custom_writer(std::unique_ptr<Sink> out, Toc& toc) {
  return std::make_unique<CustomWriter>(std::move(out), toc);
}

}  // namespace pgdumpcore::archive
