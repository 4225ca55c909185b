// What a run tells Prometheus' collector of text files
// (https://prometheus.io/docs/instrumenting/exposition_formats/).
#pragma once

#include <pgdumpcore/backup.hpp>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pgdumpcore::backups {

struct RunMetrics {
  std::optional<BackupStatus> status{};  // nullopt: no set was made
  std::chrono::sys_seconds finished_at{};
  std::span<const DatabaseOutcome> databases{};
};

// before: the text that the run before has left, or nothing: its time of success is kept if this run has none.
[[nodiscard]] std::string metrics_text(const RunMetrics& run, std::string_view before);

// Puts them into the file, in one step. Throws Error (io).
void write_metrics(const std::string& path, const RunMetrics& run);

}  // namespace pgdumpcore::backups
