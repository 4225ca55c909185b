// The sink that compresses and the source that decompresses, for every codec; what differs is in the filters.
#include "io/block_buffer.hpp"
#include "io/codec.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace pgdumpcore::io {
namespace {

class CompressingSink final : public Sink {
 public:
  CompressingSink(std::unique_ptr<Sink> next, std::shared_ptr<Encoder> encoder)
      : next_(std::move(next)), encoder_(std::move(encoder)) {}

  void write(std::span<const std::byte> bytes) override {
    buffer_.add(bytes, [this](std::span<const std::byte> block) { encoder_->encode(block, *next_); });
  }

  void finish() override {
    encoder_->end(buffer_.held(), *next_);
    next_->finish();
  }

 private:
  std::unique_ptr<Sink> next_;
  std::shared_ptr<Encoder> encoder_;
  BlockBuffer buffer_{};
};

/// Stands for a sink that someone else owns and finishes.
class BorrowedSink final : public Sink {
 public:
  explicit BorrowedSink(Sink& next) : next_(next) {}

  void write(std::span<const std::byte> bytes) override { next_.write(bytes); }
  void finish() override {}

 private:
  Sink& next_;
};

class FramedSink final : public Sink {
 public:
  FramedSink(Sink& next, const Compression& compression, std::uint64_t frame_size, FrameCallback on_frame)
      : next_(next),
        encoder_(compression, traits_of(compression.codec)),
        frame_size_(frame_size),
        on_frame_(std::move(on_frame)) {}

  void write(std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      if (!frame_) begin_frame();
      const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), left_));
      frame_->write(bytes.first(taken));
      bytes = bytes.subspan(taken);
      left_ -= taken;
      content_ += taken;
      if (left_ == 0) end_frame();
    }
  }

  void finish() override {
    if (!frame_ && !begun_) begin_frame();
    if (frame_) end_frame();
  }

 private:
  void begin_frame() {
    if (on_frame_) on_frame_(compressed_, content_);
    frame_ = encoder_.frame(callback_sink([this](std::span<const std::byte> bytes) {
      next_.write(bytes);
      compressed_ += bytes.size();
    }));
    left_ = frame_size_;
    begun_ = true;
  }
  void end_frame() {
    frame_->finish();
    frame_.reset();
  }

  Sink& next_;
  FrameEncoder encoder_;
  std::uint64_t frame_size_;
  FrameCallback on_frame_;
  std::uint64_t left_ = 0;  ///< Of the frame at work.
  std::uint64_t compressed_ = 0;
  std::uint64_t content_ = 0;
  std::unique_ptr<Sink> frame_{};
  bool begun_ = false;
};

class DecompressingSource final : public Source {
 public:
  DecompressingSource(std::unique_ptr<Source> compressed, const CodecTraits& traits, FrameCallback on_frame)
      : compressed_(std::move(compressed)),
        traits_(traits),
        on_frame_(std::move(on_frame)),
        decoder_(traits.decoder()),
        buffer_(block_size) {}

  std::size_t read(std::span<std::byte> buffer) override {
    if (buffer.empty()) return 0;
    for (;;) {
      if (!in_frame_ && !begin_frame()) return 0;
      if (input_.empty()) fill(1);
      const DecodeStep step = decoder_->decode(input_, buffer);
      input_ = input_.subspan(step.consumed);
      offset_ += step.consumed;
      if (!step.failure.empty()) throw damaged(step);
      if (step.frame_ended) in_frame_ = false;
      content_ += step.produced;
      if (step.produced > 0) return step.produced;
      if (step.consumed == 0 && !step.frame_ended) throw cut_off();
    }
  }

 private:
  /// Whether there is another frame. Its start is looked at here, so that what is no frame at all gets an error
  /// that says so, and not whatever the library makes of it.
  bool begin_frame() {
    fill(magic_size);
    if (input_.empty() && frames_ > 0) return false;
    if (input_.empty()) throw cut_off();
    if (!may_start_frame(traits_, input_)) throw no_frame();
    in_frame_ = true;
    ++frames_;
    if (on_frame_) on_frame_(offset_, content_);
    return true;
  }

  /// Makes at least `wanted` bytes of input available, unless the end comes first.
  void fill(std::size_t wanted) {
    if (input_.size() >= wanted) return;
    std::copy(input_.begin(), input_.end(), buffer_.begin());
    const std::size_t held = input_.size();
    const std::size_t got = read_at_least(*compressed_, std::span(buffer_).subspan(held), wanted - held);
    input_ = std::span<const std::byte>(buffer_).first(held + got);
  }

  [[nodiscard]] Error damaged(const DecodeStep& step) const {
    Error error(Fault::data,
                fmt::format("{}-compressed input is damaged at offset {}: {}", traits_.name, offset_, step.failure));
    error.hint(step.hint);
    return error;
  }

  [[nodiscard]] Error cut_off() const {
    return {Fault::data,
            fmt::format("{}-compressed input is incomplete: it ends at offset {}, in the middle of a frame",
                        traits_.name, offset_)};
  }

  [[nodiscard]] Error no_frame() const {
    const char* message = frames_ == 0 ? "input is not {}-compressed: no frame begins at offset {}"
                                       : "{}-compressed input is followed by other data at offset {}";
    return {Fault::data, fmt::format(fmt::runtime(message), traits_.name, offset_)};
  }

  std::unique_ptr<Source> compressed_;
  const CodecTraits& traits_;
  FrameCallback on_frame_;
  std::unique_ptr<Decoder> decoder_;
  std::vector<std::byte> buffer_;
  std::span<const std::byte> input_{};  ///< The part of buffer_ that is not yet decoded.
  std::uint64_t offset_ = 0;            ///< Where input_ starts in the compressed input.
  std::uint64_t content_ = 0;           ///< How much was given out.
  std::uint64_t frames_ = 0;
  bool in_frame_ = false;
};

}  // namespace

FrameEncoder::FrameEncoder(const Compression& compression, const CodecTraits& traits) {
  CodecRequest request{.codec = compression.codec, .level = compression.level};
  if (compression.long_distance) request.long_distance = true;
  if (compression.workers != 0) request.workers = compression.workers;
  validate(request);

  if (traits.encoder == nullptr) return;
  Compression effective = compression;
  effective.level = compression.level.value_or(traits.default_level);
  encoder_ = traits.encoder(effective);
}

std::unique_ptr<Sink> FrameEncoder::frame(std::unique_ptr<Sink> next) const {
  if (encoder_ == nullptr) return next;
  return std::make_unique<CompressingSink>(std::move(next), encoder_);
}

std::unique_ptr<Sink> compress_to(std::unique_ptr<Sink> next, const Compression& compression,
                                  const CodecTraits& traits) {
  return FrameEncoder(compression, traits).frame(std::move(next));
}

std::unique_ptr<Sink> compress_to(std::unique_ptr<Sink> next, const Compression& compression) {
  return compress_to(std::move(next), compression, traits_of(compression.codec));
}

std::unique_ptr<Sink> compress_to(Sink& next, const Compression& compression) {
  return compress_to(std::make_unique<BorrowedSink>(next), compression);
}

void check_compression(const Compression& compression) {
  FrameEncoder(compression, traits_of(compression.codec));
}

std::unique_ptr<Sink> compress_in_frames(Sink& next, const Compression& compression, std::uint64_t frame_size,
                                         FrameCallback on_frame) {
  if (compression.codec == Codec::none || compression.long_distance || compression.workers != 0)
    return compress_to(next, compression);
  return std::make_unique<FramedSink>(next, compression, frame_size, std::move(on_frame));
}

std::unique_ptr<Source> decompress_from(std::unique_ptr<Source> compressed, const CodecTraits& traits,
                                        FrameCallback on_frame) {
  if (traits.decoder == nullptr) return compressed;
  return std::make_unique<DecompressingSource>(std::move(compressed), traits, std::move(on_frame));
}

std::unique_ptr<Source> decompress_from(std::unique_ptr<Source> compressed, const CodecTraits& traits) {
  return decompress_from(std::move(compressed), traits, nullptr);
}

std::unique_ptr<Source> decompress_from(std::unique_ptr<Source> compressed, Codec codec) {
  return decompress_from(std::move(compressed), traits_of(codec));
}

}  // namespace pgdumpcore::io
