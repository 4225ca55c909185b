// Whether the tables of a dump are those that the manifest names, with as many rows.
#pragma once

#include "backup/dump_contents.hpp"

#include <pgdumpcore/backup.hpp>

#include <string>
#include <vector>

namespace pgdumpcore::backups {

// A sentence for each difference; empty: there is none.
[[nodiscard]] std::vector<std::string> row_differences(const DatabaseOutcome& expected, const DumpContents& found);

}  // namespace pgdumpcore::backups
