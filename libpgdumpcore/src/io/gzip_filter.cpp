// gzip and zlib's own format, which differ in what stands around the same compressed bytes, by zlib
// (https://www.rfc-editor.org/rfc/rfc1952, https://www.rfc-editor.org/rfc/rfc1950, https://zlib.net/manual.html).
#include "io/block_buffer.hpp"
#include "io/filter.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <new>
#include <vector>

namespace pgdumpcore::io {
namespace {

// The largest window, and 16 for a gzip header in place of zlib's own.
constexpr int gzip_window_bits = MAX_WBITS + 16;

// zlib's pointers are not to const even where it only reads.
Bytef* zlib_pointer(std::span<const std::byte> bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

void require_initialized(int result) {
  if (result == Z_MEM_ERROR) throw std::bad_alloc();
  if (result != Z_OK) throw Error(Fault::internal, fmt::format("could not initialize zlib: error {}", result));
}

class DeflateEncoder final : public Encoder {
 public:
  DeflateEncoder(const Compression& compression, int window_bits) : output_buffer_(block_size) {
    constexpr int default_memory_level = 8;
    const int level = compression.level.value_or(Z_DEFAULT_COMPRESSION);
    require_initialized(
        deflateInit2(&stream_, level, Z_DEFLATED, window_bits, default_memory_level, Z_DEFAULT_STRATEGY));
  }
  ~DeflateEncoder() override { deflateEnd(&stream_); }

  void encode(std::span<const std::byte> input, Sink& output) override { run(input, Z_NO_FLUSH, output); }
  void end(std::span<const std::byte> rest, Sink& output) override {
    run(rest, Z_FINISH, output);
    deflateReset(&stream_);
  }

 private:
  /// As long as zlib fills the buffer, it has more to say.
  void run(std::span<const std::byte> input, int flush, Sink& output) {
    stream_.next_in = zlib_pointer(input);
    stream_.avail_in = static_cast<uInt>(input.size());
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(output_buffer_.data());
      stream_.avail_out = static_cast<uInt>(output_buffer_.size());
      deflate(&stream_, flush);
      const std::size_t made = output_buffer_.size() - stream_.avail_out;
      if (made > 0) output.write(std::span(output_buffer_).first(made));
    } while (stream_.avail_out == 0);
  }

  z_stream stream_{};
  std::vector<std::byte> output_buffer_;
};

class InflateDecoder final : public Decoder {
 public:
  explicit InflateDecoder(int window_bits) { require_initialized(inflateInit2(&stream_, window_bits)); }
  ~InflateDecoder() override { inflateEnd(&stream_); }

  DecodeStep decode(std::span<const std::byte> input, std::span<std::byte> output) override {
    const std::size_t room = std::min(output.size(), block_size);
    stream_.next_in = zlib_pointer(input);
    stream_.avail_in = static_cast<uInt>(input.size());
    stream_.next_out = reinterpret_cast<Bytef*>(output.data());
    stream_.avail_out = static_cast<uInt>(room);
    const int result = inflate(&stream_, Z_NO_FLUSH);

    DecodeStep step{.consumed = input.size() - stream_.avail_in, .produced = room - stream_.avail_out};
    if (result == Z_STREAM_END) {
      step.frame_ended = true;
      inflateReset(&stream_);
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      step.failure = stream_.msg != nullptr ? stream_.msg : fmt::format("zlib error {}", result);
    }
    return step;
  }

 private:
  z_stream stream_{};
};

}  // namespace

std::unique_ptr<Encoder> gzip_encoder(const Compression& compression) {
  return std::make_unique<DeflateEncoder>(compression, gzip_window_bits);
}

std::unique_ptr<Decoder> gzip_decoder() {
  return std::make_unique<InflateDecoder>(gzip_window_bits);
}

std::unique_ptr<Encoder> zlib_encoder(const Compression& compression) {
  return std::make_unique<DeflateEncoder>(compression, MAX_WBITS);
}

std::unique_ptr<Decoder> zlib_decoder() {
  return std::make_unique<InflateDecoder>(MAX_WBITS);
}

}  // namespace pgdumpcore::io
