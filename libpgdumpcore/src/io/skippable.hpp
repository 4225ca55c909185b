/// Data of our own at the end of a compressed file, which other readers of the file pass.
// Tests: tests/unit/io_skippable_test.cpp, tests/fuzz/script_index.cpp.
#pragma once

#include "io/random_access.hpp"

#include <pgdumpcore/options.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pgdumpcore::io {

/// What is to be appended to a file of this codec: frames for application data with zstd and lz4, empty members whose
/// headers have an extra field with gzip. Decompressed they are nothing. Not for Codec::none.
[[nodiscard]] std::string skippable(Codec codec, std::string_view content);

struct SkippableContent {
  std::string content{};
  std::uint64_t begin = 0;  ///< Where in the file what skippable() made begins.
};

/// What skippable() has put at the end of the file; nothing if the file does not end with it, or it is damaged. Memory
/// holds no more than `longest` bytes of it. Throws Error (io).
[[nodiscard]] std::optional<SkippableContent> skippable_at_end(const RandomAccess& file, Codec codec,
                                                               std::uint64_t longest);

}  // namespace pgdumpcore::io
