// Any bytes as the end of a compressed script, and as what such an end holds: an index or none.
#include "archive/script_index.hpp"

#include "io/random_access.hpp"
#include "io/skippable.hpp"

#include <pgdumpcore/error.hpp>

#include <cstdint>
#include <string>

namespace {

using namespace pgdumpcore;

void check(const std::string& file, Codec codec) {
  const auto index = archive::read_index(*io::memory_file(file, "it"), codec);
  if (!index) return;
  // It is this file's, and what it says is in order.
  if (index->compressed > file.size() || index->frames.empty()) __builtin_trap();
  for (std::size_t i = 1; i < index->frames.size(); ++i)
    if (index->frames[i].content <= index->frames[i - 1].content) __builtin_trap();
  for (const archive::DataPlace& place : index->rows)
    if (place.begin > place.end || place.end > index->size) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const Codec codec : {Codec::gzip, Codec::lz4, Codec::zstd}) {
    check(bytes, codec);
    // With a checksum that is right.
    check(io::skippable(codec, bytes), codec);
    check("frames" + io::skippable(codec, bytes), codec);
    check("frames" + io::skippable(codec, "pgdump index of a script, 1\n" + bytes), codec);
  }
  return 0;
}
