#include "backup/metrics.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>

namespace pgdumpcore::backups {

namespace {

constexpr std::string_view last_success = "pgdump_backup_last_success_timestamp_seconds";

// As the exit statuses have it.
int status_number(const std::optional<BackupStatus>& status) {
  if (!status) return 1;
  return *status == BackupStatus::complete ? 0 : 3;
}

std::string label(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::int64_t success_time(std::string_view text) {
  const std::size_t at = text.find(fmt::format("\n{} ", last_success));
  if (at == std::string_view::npos) return 0;
  text.remove_prefix(at + last_success.size() + 2);
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

std::string family(std::string_view name, std::string_view help) {
  return fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
}

}  // namespace

std::string metrics_text(const RunMetrics& run, std::string_view before) {
  const bool success = run.status == BackupStatus::complete;
  std::string out = family(last_success, "When the last complete backup set was finished; 0 if there was none.");
  out +=
      fmt::format("{} {}\n", last_success, success ? run.finished_at.time_since_epoch().count() : success_time(before));
  out += family("pgdump_backup_last_status", "How the last run ended: 0 complete, 3 partial, 1 failed.");
  out += fmt::format("pgdump_backup_last_status {}\n", status_number(run.status));
  const auto per_database = [&](std::string_view name, std::string_view help,
                                const std::function<std::string(const DatabaseOutcome&)>& value) {
    if (run.databases.empty()) return;
    out += family(name, help);
    for (const DatabaseOutcome& database : run.databases)
      out += fmt::format("{}{{database=\"{}\"}} {}\n", name, label(database.name), value(database));
  };
  per_database("pgdump_database_duration_seconds", "How long the database took in the last run.",
               [](const auto& database) { return fmt::format("{:.3f}", database.duration.count()); });
  per_database("pgdump_database_bytes_read", "Rows and large objects that the server sent.",
               [](const auto& database) { return std::to_string(database.dump.bytes_read); });
  per_database("pgdump_database_bytes_written", "Size of the database's files in the set.",
               [](const auto& database) { return std::to_string(database.size); });
  per_database("pgdump_database_status", "0 the database is in the set or was dropped, 1 it could not be saved.",
               [](const auto& database) { return database.status == DatabaseStatus::failed ? "1" : "0"; });
  return out;
}

void write_metrics(const std::string& path, const RunMetrics& run) {
  std::ifstream file(path, std::ios::binary);
  const std::string before(std::istreambuf_iterator<char>(file), {});
  // Its reader is another user's process.
  const auto sink = file_sink(path, {.mode = 0644});
  sink->write_text(metrics_text(run, before));
  sink->finish();
}

}  // namespace pgdumpcore::backups
