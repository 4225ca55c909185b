// An archive's table of contents: what its header says, and its entries in dump order.
#pragma once

#include "archive/entry.hpp"

#include <pgdumpcore/options.hpp>

#include <ctime>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

// The number the header gives a format. A directory's toc.dat says tar. A plain script has no such header.
enum class FormatCode { plain = 0, custom = 1, tar = 3, directory = 5 };

// The archive version is 1.minor. 14 has table access methods, 15 names the codec (before it, a gzip level stood in
// its place), 16 has relkinds and large-object metadata entries.
inline constexpr int oldest_minor = 14;
inline constexpr int first_minor_with_codecs = 15;
inline constexpr int first_minor_with_relkinds = 16;
inline constexpr int newest_minor = 16;

struct Toc {
  FormatCode format = FormatCode::custom;
  int minor = newest_minor;
  Compression compression{};
  std::tm created{};  // local time of whoever wrote it
  std::string database{};
  std::string server_version{};
  std::string dumper_version{};
  std::vector<Entry> entries{};
};

}  // namespace pgdumpcore::archive
