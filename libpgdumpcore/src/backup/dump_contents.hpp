// What the files of dumps hold, read to their end.
#pragma once

#include <pgdumpcore/restore.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

struct TableRows {
  std::string schema{};
  std::string name{};
  std::uint64_t rows = 0;
};

struct DumpContents {
  std::string encoding{};           // what the dump says of its text; empty: nothing
  std::vector<TableRows> tables{};  // whose rows are COPY text
};

// Gets the name, with its schema.
using OnTable = std::function<void(const std::string& table)>;

// Reads an archive, or a script that may be compressed: decodes every frame, takes the table of contents or the
// statements apart, counts rows. Throws Error: data that says where it is damaged or ends too early, io, cancelled.
//   on_table: called when the rows of a table begin; may be empty
[[nodiscard]] DumpContents read_content(const RestoreInput& input, const std::stop_token& stop,
                                        const OnTable& on_table = {});

}  // namespace pgdumpcore::backups
