#include "io/codec.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>

namespace pgdumpcore::io {
namespace {

bool agrees(std::span<const std::byte> bytes, std::string_view magic) {
  const std::size_t compared = std::min(bytes.size(), magic.size());
  return std::equal(magic.begin(), magic.begin() + static_cast<std::ptrdiff_t>(compared), bytes.begin(),
                    [](char expected, std::byte found) { return static_cast<std::byte>(expected) == found; });
}

/// zstd and lz4 share frames for application data, which readers skip; any of sixteen magic numbers starts one.
bool may_start_skippable_frame(std::span<const std::byte> bytes) {
  if (bytes.empty()) return true;
  return (bytes[0] & std::byte{0xF0}) == std::byte{0x50} && agrees(bytes.subspan(1), "\x2A\x4D\x18");
}

}  // namespace

std::span<const CodecTraits> codecs() {
  // zstd's limits differ between versions of the library.
  static const std::array<CodecTraits, 4> table{{
      {.codec = Codec::none, .name = "none"},
      {.codec = Codec::gzip,
       .name = "gzip",
       .extension = ".gz",
       .magic = "\x1F\x8B\x08",
       .min_level = 1,
       .max_level = 9,
       .default_level = Z_DEFAULT_COMPRESSION,
       .encoder = gzip_encoder,
       .decoder = gzip_decoder},
      {.codec = Codec::lz4,
       .name = "lz4",
       .extension = ".lz4",
       .magic = "\x04\x22\x4D\x18",
       .has_skippable_frames = true,
       .min_level = 1,
       .max_level = 12,
       .encoder = lz4_encoder,
       .decoder = lz4_decoder},
      {.codec = Codec::zstd,
       .name = "zstd",
       .extension = ".zst",
       .magic = "\x28\xB5\x2F\xFD",
       .has_skippable_frames = true,
       .min_level = ZSTD_minCLevel(),
       .max_level = ZSTD_maxCLevel(),
       .default_level = ZSTD_CLEVEL_DEFAULT,
       .takes_workers = true,
       .takes_long_distance = true,
       .encoder = zstd_encoder,
       .decoder = zstd_decoder},
  }};
  return table;
}

const CodecTraits& traits_of(Codec codec) {
  return codecs()[static_cast<std::size_t>(codec)];
}

const CodecTraits& traits_in_custom_archive(Codec codec) {
  // 0x78: deflate with the largest window, the only one that PostgreSQL's programs write.
  static const CodecTraits zlib{.codec = Codec::gzip,
                                .name = "zlib",
                                .magic = "\x78",
                                .min_level = 1,
                                .max_level = 9,
                                .default_level = Z_DEFAULT_COMPRESSION,
                                .encoder = zlib_encoder,
                                .decoder = zlib_decoder};
  return codec == Codec::gzip ? zlib : traits_of(codec);
}

bool may_start_frame(const CodecTraits& traits, std::span<const std::byte> bytes) {
  return agrees(bytes, traits.magic) || (traits.has_skippable_frames && may_start_skippable_frame(bytes));
}

Codec detect_codec(std::span<const std::byte> first_bytes) {
  const std::span<const CodecTraits> all = codecs();
  // Backwards, since a skippable frame at the start of a file is the mark of pzstd; no tool makes lz4 files so.
  const auto found = std::find_if(all.rbegin(), all.rend(), [&](const CodecTraits& traits) {
    return traits.decoder != nullptr && first_bytes.size() >= magic_size && may_start_frame(traits, first_bytes);
  });
  return found == all.rend() ? Codec::none : found->codec;
}

}  // namespace pgdumpcore::io
