// What `backup` and `check` are told in the same words: the directory, and which databases.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/backup.hpp>

#include <string>
#include <vector>

namespace cli {

[[nodiscard]] std::vector<Option> set_options();
// The directory may be missing.
[[nodiscard]] pgdumpcore::BackupOptions set_options_from(const Values& values);
// Throws UsageError where the directory is missing.
void need_directory(const pgdumpcore::BackupOptions& options);

}  // namespace cli
