// Any bytes as a plain script, read as an archive: its table of contents, and whether data stands within the text.
#include "archive/script_toc.hpp"

#include "archive/script_header.hpp"
#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pgdumpcore;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  try {
    const archive::ScriptContents contents = archive::read_script(io::memory_source(bytes), "it");
    if (contents.data.size() != contents.toc.entries.size()) __builtin_trap();
    std::size_t text = 0;
    for (const archive::Entry& entry : contents.toc.entries) text += entry.create.size();
    // Drop statements aside, nothing is made of it that was not there.
    if (text > size + 1000) __builtin_trap();
    for (const archive::DataPlace& place : contents.data)
      if (place.begin > place.end || place.end > size + 2) __builtin_trap();
  } catch (const Error&) {
  }
  static_cast<void>(archive::read_script_header(bytes));
  return 0;
}
