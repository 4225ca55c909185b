// The files of a set as they are on the disk.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

// What a manifest says of a database's files, by their paths from the set's directory.
[[nodiscard]] std::vector<SetFile> files_of(const DatabaseOutcome& database);

// Size and digest. Throws Error: io, cancelled.
[[nodiscard]] SetFile digest_file(const std::filesystem::path& path, const std::string& name,
                                  const std::stop_token& stop);

// Of all files in a directory, by name.
[[nodiscard]] std::vector<SetFile> digest_directory(const std::filesystem::path& path, const std::stop_token& stop);

// Of their list, as sha256sum prints it.
[[nodiscard]] std::string digest_of_list(std::span<const SetFile> files);

}  // namespace pgdumpcore::backups
