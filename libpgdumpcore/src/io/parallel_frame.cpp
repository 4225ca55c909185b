#include "io/parallel_frame.hpp"

#include "io/block_buffer.hpp"
#include "io/codec.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <zlib.h>

#include <cstdint>
#include <deque>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::io {

namespace {

using namespace std::string_view_literals;

// Of one part's content.
struct Sum {
  uLong checksum = 0;
  std::uint64_t length = 0;
};

// Deflated bytes without header or trailer, up to a byte boundary, where the next part's can follow.
class DeflatedPart final : public Sink {
 public:
  DeflatedPart(std::unique_ptr<Sink> next, int level, DeflateFormat format, Sum& sum)
      : next_(std::move(next)), format_(format), sum_(sum), output_buffer_(block_size) {
    constexpr int default_memory_level = 8;
    const int result = deflateInit2(&stream_, level, Z_DEFLATED, -MAX_WBITS, default_memory_level, Z_DEFAULT_STRATEGY);
    if (result == Z_MEM_ERROR) throw std::bad_alloc();
    if (result != Z_OK) throw Error(Fault::internal, fmt::format("could not initialize zlib: error {}", result));
  }
  ~DeflatedPart() override { deflateEnd(&stream_); }

  void write(std::span<const std::byte> bytes) override {
    buffer_.add(bytes, [this](std::span<const std::byte> block) { deflate_block(block, Z_NO_FLUSH); });
  }

  void finish() override {
    buffer_.flush([this](std::span<const std::byte> block) { deflate_block(block, Z_NO_FLUSH); });
    deflate_block({}, Z_FULL_FLUSH);
    next_->finish();
  }

 private:
  void deflate_block(std::span<const std::byte> block, int flush) {
    // zlib's pointers are not to const even where it only reads.
    auto* const input = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(block.data()));
    const auto size = static_cast<uInt>(block.size());
    if (size > 0) {
      sum_.checksum =
          format_ == DeflateFormat::gzip ? crc32(sum_.checksum, input, size) : adler32(sum_.checksum, input, size);
      sum_.length += size;
    }
    stream_.next_in = input;
    stream_.avail_in = size;
    do {
      stream_.next_out = reinterpret_cast<Bytef*>(output_buffer_.data());
      stream_.avail_out = static_cast<uInt>(output_buffer_.size());
      deflate(&stream_, flush);
      const std::size_t made = output_buffer_.size() - stream_.avail_out;
      if (made > 0) next_->write(std::span(output_buffer_).first(made));
    } while (stream_.avail_out == 0);
  }

  std::unique_ptr<Sink> next_;
  DeflateFormat format_;
  Sum& sum_;
  z_stream stream_{};
  std::vector<std::byte> output_buffer_;
  BlockBuffer buffer_{};
};

// An empty last block, by itself.
constexpr std::string_view last_block = "\x03\x00"sv;

std::string little_endian(std::uint64_t value) {
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((value >> shift) & 0xFFU);
  return bytes;
}

std::string big_endian(std::uint64_t value) {
  const std::string bytes = little_endian(value);
  return {bytes.rbegin(), bytes.rend()};
}

}  // namespace

// A deque, because the parts keep references to theirs while more are added.
struct ParallelFrame::Sums {
  std::deque<Sum> list{};
};

ParallelFrame::ParallelFrame(const Compression& compression, DeflateFormat deflate)
    : compression_(compression), deflate_(deflate), sums_(std::make_unique<Sums>()) {
  check_compression(compression);
}

ParallelFrame::~ParallelFrame() = default;

std::string ParallelFrame::beginning() const {
  if (compression_.codec != Codec::gzip) return {};
  // gzip: deflate, no flags, no time, made on Unix. zlib: deflate with the largest window, the default level.
  return std::string(deflate_ == DeflateFormat::gzip ? "\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03"sv : "\x78\x9C"sv);
}

std::function<std::unique_ptr<Sink>(std::unique_ptr<Sink>)> ParallelFrame::part() {
  if (compression_.codec != Codec::gzip)
    return [this](std::unique_ptr<Sink> next) { return compress_to(std::move(next), compression_); };
  Sum& sum = sums_->list.emplace_back();
  sum.checksum = deflate_ == DeflateFormat::gzip ? crc32(0, nullptr, 0) : adler32(0, nullptr, 0);
  return [this, &sum](std::unique_ptr<Sink> next) {
    return std::make_unique<DeflatedPart>(std::move(next), compression_.level.value_or(Z_DEFAULT_COMPRESSION), deflate_,
                                          sum);
  };
}

std::string ParallelFrame::ending() const {
  if (compression_.codec != Codec::gzip) return {};
  const bool gzip = deflate_ == DeflateFormat::gzip;
  Sum whole{.checksum = gzip ? crc32(0, nullptr, 0) : adler32(0, nullptr, 0)};
  for (const Sum& part : sums_->list) {
    const auto length = static_cast<z_off_t>(part.length);
    whole.checksum = gzip ? crc32_combine(whole.checksum, part.checksum, length)
                          : adler32_combine(whole.checksum, part.checksum, length);
    whole.length += part.length;
  }
  std::string bytes(last_block);
  if (gzip) return bytes + little_endian(whole.checksum) + little_endian(whole.length);
  return bytes + big_endian(whole.checksum);
}

}  // namespace pgdumpcore::io
