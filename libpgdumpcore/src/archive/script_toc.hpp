// The table of contents of a plain script, ours or pg_dump's.
// Tests: tests/unit/script_toc_test.cpp, tests/integration/script_archives, tests/fuzz/script_toc.cpp.
#pragma once

#include "archive/data_place.hpp"
#include "archive/script_lexer.hpp"
#include "archive/toc.hpp"
#include "io/source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

struct ScriptContents {
  Toc toc{};                      // its entries are numbered from 1, in the order of an archive
  std::vector<DataPlace> data{};  // of each entry; empty for those without data
};

// Reads the script to its end. What an archive has and a script does not: catalog numbers, which are 0, and most
// dependencies; those are there that follow from the text. Drop statements are derived. Memory holds the table of
// contents, and one statement among the data.
// Throws Error (data): a script that no dump wrote, that holds several dumps, is cut off, or has something else than
// rows where rows belong.
//   name: for messages: `file "x"`
//   known: rows that are passed unread; if they are not there, it is an Error too
[[nodiscard]] ScriptContents read_script(std::unique_ptr<io::Source> script, const std::string& name,
                                         const KnownRows* known = nullptr);

}  // namespace pgdumpcore::archive
