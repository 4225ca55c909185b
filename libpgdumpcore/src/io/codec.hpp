// The one codec table, and the sinks and sources made from it. Adding a codec: one row, one filter file.
#pragma once

#include "io/filter.hpp"
#include "io/source.hpp"

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace pgdumpcore::io {

/// How many first bytes tell a codec.
inline constexpr std::size_t magic_size = 4;

/// A row of the codec table.
struct CodecTraits {
  Codec codec;
  std::string_view name;              ///< As `-Z` takes it.
  std::string_view extension{};       ///< With its dot; empty for none.
  std::string_view magic{};           ///< How a frame starts, at most magic_size bytes.
  bool has_skippable_frames = false;  ///< Frames of application data may stand between the others.
  int min_level = 0;
  int max_level = 0;
  int default_level = 0;  ///< Allowed even outside the range, as with gzip's -1.
  bool takes_workers = false;
  bool takes_long_distance = false;
  std::unique_ptr<Encoder> (*encoder)(const Compression&) = nullptr;  ///< Null for none, as is the next.
  std::unique_ptr<Decoder> (*decoder)() = nullptr;
};

/// All codecs, none included, in the order of the enumeration.
[[nodiscard]] std::span<const CodecTraits> codecs();
[[nodiscard]] const CodecTraits& traits_of(Codec codec);
/// The same, but that gzip's frames are in zlib's own format, as custom archives hold them.
[[nodiscard]] const CodecTraits& traits_in_custom_archive(Codec codec);

/// What a user asked of a codec; what was not asked for is unset.
struct CodecRequest {
  Codec codec = Codec::none;
  std::optional<int> level{};
  std::optional<bool> long_distance{};
  std::optional<int> workers{};
};

/// Throws Error (usage), in pg_dump's words, if the codec cannot do what is asked.
void validate(const CodecRequest& request);

/// The codec whose frames start like these bytes; none if no codec's do, or with fewer than magic_size bytes.
[[nodiscard]] Codec detect_codec(std::span<const std::byte> first_bytes);

/// Whether `bytes`, as far as they go, are how a frame of the codec starts.
[[nodiscard]] bool may_start_frame(const CodecTraits& traits, std::span<const std::byte> bytes);

/// A sink whose content arrives in `next` as one frame, with a checksum of the content. Writes are gathered into
/// blocks before the codec sees them. finish() ends the frame and finishes `next`. With Codec::none it is `next`.
/// Throws Error: usage if the codec cannot do what is asked, unsupported if this build of its library cannot.
[[nodiscard]] std::unique_ptr<Sink> compress_to(std::unique_ptr<Sink> next, const Compression& compression);

/// The same into a sink that goes on after the frame: it must outlive the new sink and is not finished by it.
[[nodiscard]] std::unique_ptr<Sink> compress_to(Sink& next, const Compression& compression);

/// Throws what compress_to() would: before any thread is at work.
void check_compression(const Compression& compression);

/// The first, in the format that `traits` is of, which are those of the same codec.
[[nodiscard]] std::unique_ptr<Sink> compress_to(std::unique_ptr<Sink> next, const Compression& compression,
                                                const CodecTraits& traits);

/// Told, before a frame's content is given out or taken, where the frame begins in the compressed bytes and in the
/// content of all frames.
using FrameCallback = std::function<void(std::uint64_t compressed, std::uint64_t content)>;

/// The second, in frames of about `frame_size` bytes of content, so that reading can begin in the middle. What takes
/// content from far back or from several threads at once (long distance, workers) stays one frame.
[[nodiscard]] std::unique_ptr<Sink> compress_in_frames(Sink& next, const Compression& compression,
                                                       std::uint64_t frame_size, FrameCallback on_frame = nullptr);

/// Many frames, one after the other, with the memory of one: for contents so small that a codec of its own for each
/// would cost more than compressing it.
class FrameEncoder {
 public:
  /// Throws Error as compress_to() does.
  FrameEncoder(const Compression& compression, const CodecTraits& traits);

  /// As compress_to(). The sink of the frame before must have been finished.
  [[nodiscard]] std::unique_ptr<Sink> frame(std::unique_ptr<Sink> next) const;

 private:
  std::shared_ptr<Encoder> encoder_{};
};

/// The content of `compressed`, which is one frame or several, one after the other, and nothing else. Whatever
/// else it is (damaged, cut off, with something behind the last frame, empty) makes read() throw Error (data)
/// with the offset in the compressed input. What was read up to then is then not to be trusted as a whole.
[[nodiscard]] std::unique_ptr<Source> decompress_from(std::unique_ptr<Source> compressed, Codec codec);
[[nodiscard]] std::unique_ptr<Source> decompress_from(std::unique_ptr<Source> compressed, const CodecTraits& traits);

/// To `on_frame` frames of application data, which have no content, are frames as the others.
[[nodiscard]] std::unique_ptr<Source> decompress_from(std::unique_ptr<Source> compressed, const CodecTraits& traits,
                                                      FrameCallback on_frame);

}  // namespace pgdumpcore::io
