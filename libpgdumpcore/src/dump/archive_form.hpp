// What an archive is written as, so that the server's own pg_restore reads it.
#pragma once

#include <pgdumpcore/options.hpp>

#include <string>

namespace pgdumpcore::dumping {

struct ArchiveForm {
  int minor = 0;  // of the archive version
  Compression compression{};
  std::string notice{};  // what the user should know of this choice, and the hint to it
  std::string hint{};
};

// For a format other than plain.
[[nodiscard]] ArchiveForm archive_form(const DumpOptions& options, int server_major);

}  // namespace pgdumpcore::dumping
