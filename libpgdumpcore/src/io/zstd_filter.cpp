// zstd, by libzstd (https://facebook.github.io/zstd/zstd_manual.html, https://www.rfc-editor.org/rfc/rfc8878).
#include "io/filter.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

namespace pgdumpcore::io {
namespace {

class ZstdEncoder final : public Encoder {
 public:
  explicit ZstdEncoder(const Compression& compression) : context_(ZSTD_createCCtx()) {
    if (!context_) throw std::bad_alloc();
    set(ZSTD_c_compressionLevel, compression.level.value_or(ZSTD_CLEVEL_DEFAULT));
    set(ZSTD_c_checksumFlag, 1);
    if (compression.long_distance) set(ZSTD_c_enableLongDistanceMatching, 1);
    if (compression.workers > 0) set_workers(compression.workers);
  }

  void encode(std::span<const std::byte> input, Sink& output) override {
    make_room(ZSTD_CStreamOutSize());
    ZSTD_inBuffer unread{input.data(), input.size(), 0};
    while (unread.pos < unread.size) step(unread, ZSTD_e_continue, output);
  }

  // Told at the first call that it is the last, the library takes tables of the content's size; so do we.
  void end(std::span<const std::byte> rest, Sink& output) override {
    make_room(std::min(ZSTD_compressBound(rest.size()), ZSTD_CStreamOutSize()));
    ZSTD_inBuffer unread{rest.data(), rest.size(), 0};
    while (step(unread, ZSTD_e_end, output) > 0) {
    }
  }

 private:
  void make_room(std::size_t size) {
    if (output_buffer_.size() < size) output_buffer_.resize(size);
  }

  void set(ZSTD_cParameter parameter, int value) {
    const std::size_t result = ZSTD_CCtx_setParameter(context_.get(), parameter, value);
    if (ZSTD_isError(result) == 0) return;
    throw Error(Fault::internal, fmt::format("could not set up zstd: {}", ZSTD_getErrorName(result)));
  }

  /// The library reduces a count it finds too high; one without threads has 0 for its highest.
  void set_workers(int workers) {
    const ZSTD_bounds bounds = ZSTD_cParam_getBounds(ZSTD_c_nbWorkers);
    if (ZSTD_isError(bounds.error) != 0 || bounds.upperBound == 0) {
      throw Error(Fault::unsupported, "this zstd library cannot compress with several threads")
          .hint("Leave out the compression option \"workers\", or install a libzstd built with threads.");
    }
    set(ZSTD_c_nbWorkers, workers);
  }

  /// How much is left to be given out, at least, as far as the library knows.
  std::size_t step(ZSTD_inBuffer& input, ZSTD_EndDirective directive, Sink& output) {
    ZSTD_outBuffer made{output_buffer_.data(), output_buffer_.size(), 0};
    const std::size_t left = ZSTD_compressStream2(context_.get(), &made, &input, directive);
    if (ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation) throw std::bad_alloc();
    if (ZSTD_isError(left) != 0) {
      throw Error(Fault::internal, fmt::format("could not compress with zstd: {}", ZSTD_getErrorName(left)));
    }
    if (made.pos > 0) output.write(std::span(output_buffer_).first(made.pos));
    return left;
  }

  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> context_;
  std::vector<std::byte> output_buffer_{};
};

class ZstdDecoder final : public Decoder {
 public:
  // The library's own bound on the window, 128 MB, stays: it is also the bound on the memory that a hostile input
  // can claim, and everything written here, long-distance mode included, keeps within it.
  ZstdDecoder() : context_(ZSTD_createDCtx()) {
    if (!context_) throw std::bad_alloc();
  }

  DecodeStep decode(std::span<const std::byte> input, std::span<std::byte> output) override {
    ZSTD_inBuffer unread{input.data(), input.size(), 0};
    ZSTD_outBuffer made{output.data(), output.size(), 0};
    const std::size_t result = ZSTD_decompressStream(context_.get(), &made, &unread);
    if (ZSTD_isError(result) != 0) return failed(result);
    return {.consumed = unread.pos, .produced = made.pos, .frame_ended = result == 0};
  }

 private:
  static DecodeStep failed(std::size_t result) {
    const ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
    if (code == ZSTD_error_memory_allocation) throw std::bad_alloc();
    DecodeStep step{.failure = ZSTD_getErrorName(result)};
    if (code == ZSTD_error_frameParameter_windowTooLarge) {
      step.hint = "Decompress it with \"zstd -dc --long=31\" first.";
    }
    return step;
  }

  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
};

}  // namespace

std::unique_ptr<Encoder> zstd_encoder(const Compression& compression) {
  return std::make_unique<ZstdEncoder>(compression);
}

std::unique_ptr<Decoder> zstd_decoder() {
  return std::make_unique<ZstdDecoder>();
}

}  // namespace pgdumpcore::io
