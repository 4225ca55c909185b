// What every compression library is behind: one encoder and one decoder, whose files are <codec>_filter.cpp.
#pragma once

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace pgdumpcore::io {

/// Makes one frame after the other. Used by one thread at a time; throws what `output` throws, and Error.
class Encoder {
 public:
  Encoder() = default;
  Encoder(const Encoder&) = delete;
  Encoder& operator=(const Encoder&) = delete;
  virtual ~Encoder() = default;

  /// `input` has 1 to block_size bytes.
  virtual void encode(std::span<const std::byte> input, Sink& output) = 0;
  /// Encodes the rest, at most block_size bytes or none, and ends the frame, which is a complete one even if nothing
  /// was encoded. Called once, last. A frame that is made by this call alone costs no more than its content is worth.
  virtual void end(std::span<const std::byte> rest, Sink& output) = 0;
};

/// What one call of Decoder::decode() did.
struct DecodeStep {
  std::size_t consumed = 0;
  std::size_t produced = 0;
  bool frame_ended = false;
  std::string failure{};  ///< Why the input is no valid frame, in the library's words; empty if all is well.
  std::string hint{};
};

/// Takes frames apart, any number of them one after the other.
class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  /// Goes on until the input or the room in `output` is used up, or the frame ends. Input may be empty: bytes
  /// still held back are then given out. A call that neither consumes nor produces nor ends needs more input.
  virtual DecodeStep decode(std::span<const std::byte> input, std::span<std::byte> output) = 0;
};

[[nodiscard]] std::unique_ptr<Encoder> gzip_encoder(const Compression& compression);
[[nodiscard]] std::unique_ptr<Decoder> gzip_decoder();
/// gzip's compression in zlib's own format, which is how custom archives hold it.
[[nodiscard]] std::unique_ptr<Encoder> zlib_encoder(const Compression& compression);
[[nodiscard]] std::unique_ptr<Decoder> zlib_decoder();
[[nodiscard]] std::unique_ptr<Encoder> lz4_encoder(const Compression& compression);
[[nodiscard]] std::unique_ptr<Decoder> lz4_decoder();
[[nodiscard]] std::unique_ptr<Encoder> zstd_encoder(const Compression& compression);
[[nodiscard]] std::unique_ptr<Decoder> zstd_decoder();

}  // namespace pgdumpcore::io
