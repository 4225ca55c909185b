// A place in the text of a script.
#pragma once

#include <cstdint>

namespace pgdumpcore::archive {

// Offsets in the decompressed text.
struct DataPlace {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

}  // namespace pgdumpcore::archive
