// What commands about sets are told in the same words: the directory, which databases, which sets stay.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/backup.hpp>

#include <string>
#include <vector>

namespace cli {

[[nodiscard]] Option directory_option();
[[nodiscard]] std::vector<Option> set_options();
[[nodiscard]] std::vector<Option> retention_options();
// The directory may be missing.
[[nodiscard]] pgdumpcore::BackupOptions set_options_from(const Values& values);
[[nodiscard]] std::string directory_from(const Values& values);
[[nodiscard]] pgdumpcore::Retention retention_from(const Values& values);
// Throws UsageError where the directory is missing.
void need_directory(const std::string& directory);

}  // namespace cli
