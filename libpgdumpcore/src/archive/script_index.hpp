// What a compressed script of ours says at its end about where things stand in it, so that a part of it can be read
// without the rest. Readers that do not know it decompress the same text.
// Tests: tests/unit/script_index_test.cpp, tests/integration/script_index, tests/fuzz/script_index.cpp.
#pragma once

#include "archive/data_place.hpp"
#include "io/random_access.hpp"
#include "io/seekable_text.hpp"

#include <pgdumpcore/options.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

struct ScriptIndex {
  std::uint64_t size = 0;                // of the text
  std::uint64_t compressed = 0;          // of the frames before the index
  std::vector<io::FramePlace> frames{};  // in ascending order; the first begins at 0
  std::vector<DataPlace> rows{};  // in ascending order: rows of a COPY, from behind its line to behind that of the mark
};

// As it is appended to the script.
[[nodiscard]] std::string write_index(const ScriptIndex& index, Codec codec);

// The index at the end of the file; nothing if there is none, it is damaged, or it is not this file's. That it fits the
// text is for the reader of the text to see. Throws Error (io).
[[nodiscard]] std::optional<ScriptIndex> read_index(const RandomAccess& file, Codec codec);

// Throws Error (data) if the file ends with an index of more or fewer frames than stand before it: some are missing, or
// were added.
void check_index(const RandomAccess& file, Codec codec);

}  // namespace pgdumpcore::archive
