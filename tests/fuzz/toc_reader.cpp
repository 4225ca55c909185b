// Any bytes as a table of contents, in the form of each format.
#include "archive/toc_reader.hpp"

#include "io/source.hpp"

#include <cstdint>
#include <string>

namespace archive = pgdumpcore::archive;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  for (const auto format : {archive::FormatCode::custom, archive::FormatCode::directory}) {
    try {
      archive::ArchiveInput input(pgdumpcore::io::memory_source(bytes), "input");
      (void)archive::read_toc(input, format);
    } catch (const pgdumpcore::Error&) {
    }
  }
  return 0;
}
