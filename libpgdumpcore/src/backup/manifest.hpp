// manifest.json: what a set holds. Written last, it is the mark that the set is there.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace pgdumpcore::backups {

// A file of a set.
struct SetFile {
  std::string name{};
  std::uint64_t size = 0;
  std::string sha256{};
};

struct Manifest {
  std::chrono::sys_seconds started_at{};
  std::chrono::sys_seconds finished_at{};
  std::string server_version{};
  std::string system_identifier{};  // empty: the user may not read it
  BackupStatus status = BackupStatus::complete;
  Codec codec = Codec::none;
  std::optional<SetFile> globals{};
  std::string globals_error{};
  const std::vector<DatabaseOutcome>* databases = nullptr;
};

[[nodiscard]] std::string manifest_json(const Manifest& manifest);

}  // namespace pgdumpcore::backups
