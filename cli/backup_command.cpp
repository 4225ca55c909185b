// pgdump backup: every database of a server into one set.
#include "commands.hpp"
#include "messages.hpp"

#include <pgdumpcore/backup.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace cli {

namespace {

using pgdumpcore::BackupOptions;
using pgdumpcore::BackupStatus;
using pgdumpcore::BackupSummary;
using pgdumpcore::DatabaseOutcome;

// The directory of the shell script's users comes from the environment.
std::string directory_from(const po::variables_map& values) {
  if (std::string given = text(values, "dir"); !given.empty()) return given;
  if (const char* const workdir = std::getenv("WORKDIR"); workdir != nullptr && *workdir != '\0') return workdir;
  throw UsageError{"no backup directory given", "Name one with --dir or in the environment variable WORKDIR."};
}

BackupOptions options_from(const po::variables_map& values) {
  BackupOptions options;
  options.directory = directory_from(values);
  options.include_databases = list(values, "include-db");
  options.exclude_databases = list(values, "exclude-db");
  options.globals = !flag(values, "no-globals");
  options.sync = !flag(values, "no-sync");
  if (const std::string format = text(values, "format"); !format.empty() && format != "plain" && format != "p")
    throw UsageError{fmt::format("invalid output format \"{}\" specified", format), "Sets hold plain files."};
  if (values.contains("compress")) options.compression = pgdumpcore::parse_compression(text(values, "compress"));
  return options;
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return fmt::format("{} B", bytes);
  if (bytes < 1000 * 1000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::uint64_t rows_of(const DatabaseOutcome& outcome) {
  std::uint64_t rows = 0;
  for (const auto& table : outcome.dump.tables) rows += table.rows;
  return rows;
}

void report_database(const DatabaseOutcome& outcome) {
  if (outcome.error) {
    messages().error(fmt::format("database \"{}\" was not saved: {}", outcome.name, outcome.error->what()),
                     outcome.error->detail(), outcome.error->hint());
    return;
  }
  messages().notice(fmt::format("saved database \"{}\": {} tables, {} rows, {} in {}", outcome.name,
                                outcome.dump.tables.size(), rows_of(outcome), size_text(outcome.size), outcome.file));
}

int report(const BackupSummary& summary) {
  const auto failures = std::ranges::count_if(summary.databases, [](const DatabaseOutcome& outcome) {
    return outcome.error.has_value();
  });
  if (summary.status == BackupStatus::complete) {
    messages().notice(fmt::format("backup set {} is complete", summary.path));
    return done;
  }
  messages().error(fmt::format("backup set {} is partial: {} of {} databases{} could not be saved", summary.path,
                               failures, summary.databases.size(), summary.globals_error ? " and the globals" : ""));
  return partial;
}

}  // namespace

po::options_description backup_options() {
  po::options_description options("Backup options");
  options.add_options()
      ("dir", po::value<std::string>()->value_name("DIR"), "directory of the sets (default: $WORKDIR)")
      ("include-db", po::value<std::vector<std::string>>()->value_name("PATTERN")->composing(),
       "save the matching database(s) only")
      ("exclude-db", po::value<std::vector<std::string>>()->value_name("PATTERN")->composing(),
       "leave out the matching database(s)")
      ("format,F", po::value<std::string>()->value_name("plain"), "format of the databases' files")
      ("compress,Z", po::value<std::string>()->value_name("METHOD[:DETAIL]"),
       "none, gzip, lz4 or zstd (default: zstd:3)")
      ("no-globals", toggle(), "leave out roles, tablespaces and database settings")
      ("no-sync", toggle(), "do not wait for the files to be written safely to disk");
  return options;
}

int backup_command(const Arguments& arguments, const std::stop_token& stop) {
  po::options_description options = backup_options();
  options.add(connection_options()).add(message_options());
  const po::variables_map values = parse(options, arguments, "", 0);
  messages().configure(values);
  const BackupOptions wanted = options_from(values);
  const pgdumpcore::ConnectOptions connect = connection_from(values);
  const pgdumpcore::BackupObserver observer = {
      .on_progress = [](const std::string& database,
                        const pgdumpcore::Progress& progress) { messages().progress(database, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
      .on_database = report_database,
  };
  return report(pgdumpcore::backup(connect, wanted, stop, observer));
}

}  // namespace cli
