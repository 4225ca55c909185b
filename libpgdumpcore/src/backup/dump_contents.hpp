// What the files of dumps hold, read to their end.
#pragma once

#include <pgdumpcore/restore.hpp>

#include <cstdint>
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

// Reads an archive, or a script that may be compressed: decodes every frame, takes the table of contents or the
// statements apart, counts rows. Throws Error: data that says where it is damaged or ends too early, io, cancelled.
[[nodiscard]] DumpContents read_content(const RestoreInput& input, const std::stop_token& stop);

}  // namespace pgdumpcore::backups
