// lz4 frames, by liblz4 (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md).
#include "io/block_buffer.hpp"
#include "io/filter.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <lz4frame.h>

#include <memory>
#include <string_view>
#include <vector>

namespace pgdumpcore::io {
namespace {

std::size_t require(std::size_t result, std::string_view action) {
  if (LZ4F_isError(result) == 0) return result;
  throw Error(Fault::internal, fmt::format("could not {} lz4: {}", action, LZ4F_getErrorName(result)));
}

class Lz4Encoder final : public Encoder {
 public:
  explicit Lz4Encoder(int level) {
    // Larger blocks than the default of 64 kB compress better, and two of them are all the memory they cost.
    preferences_.frameInfo.blockSizeID = LZ4F_max256KB;
    preferences_.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
    preferences_.compressionLevel = level;
    LZ4F_cctx* created = nullptr;
    require(LZ4F_createCompressionContext(&created, LZ4F_VERSION), "initialize");
    context_.reset(created);
    output_buffer_.resize(LZ4F_HEADER_SIZE_MAX + LZ4F_compressBound(block_size, &preferences_));
  }

  void encode(std::span<const std::byte> input, Sink& output) override {
    begin(output);
    put(LZ4F_compressUpdate(context_.get(), output_buffer_.data(), output_buffer_.size(), input.data(), input.size(),
                            nullptr),
        output);
  }

  void end(std::span<const std::byte> rest, Sink& output) override {
    begin(output);
    if (!rest.empty()) encode(rest, output);
    put(LZ4F_compressEnd(context_.get(), output_buffer_.data(), output_buffer_.size(), nullptr), output);
    begun_ = false;
  }

 private:
  void begin(Sink& output) {
    if (begun_) return;
    begun_ = true;
    put(LZ4F_compressBegin(context_.get(), output_buffer_.data(), output_buffer_.size(), &preferences_), output);
  }

  void put(std::size_t result, Sink& output) {
    const std::size_t made = require(result, "compress with");
    if (made > 0) output.write(std::span(output_buffer_).first(made));
  }

  struct Free {
    void operator()(LZ4F_cctx* context) const { LZ4F_freeCompressionContext(context); }
  };
  LZ4F_preferences_t preferences_{};
  std::unique_ptr<LZ4F_cctx, Free> context_{};
  std::vector<std::byte> output_buffer_{};
  bool begun_ = false;
};

class Lz4Decoder final : public Decoder {
 public:
  Lz4Decoder() { require(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION), "initialize"); }
  ~Lz4Decoder() override { LZ4F_freeDecompressionContext(context_); }

  DecodeStep decode(std::span<const std::byte> input, std::span<std::byte> output) override {
    DecodeStep step{.consumed = input.size(), .produced = output.size()};
    const std::size_t result =
        LZ4F_decompress(context_, output.data(), &step.produced, input.data(), &step.consumed, nullptr);
    // Zero only at the end of a frame: the result is how much more input would be welcome.
    step.frame_ended = result == 0;
    if (LZ4F_isError(result) != 0) step = {.failure = LZ4F_getErrorName(result)};
    return step;
  }

 private:
  LZ4F_dctx* context_ = nullptr;
};

}  // namespace

std::unique_ptr<Encoder> lz4_encoder(const Compression& compression) {
  return std::make_unique<Lz4Encoder>(compression.level.value_or(0));
}

std::unique_ptr<Decoder> lz4_decoder() {
  return std::make_unique<Lz4Decoder>();
}

}  // namespace pgdumpcore::io
