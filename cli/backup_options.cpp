#include "backup_options.hpp"

#include <cstdlib>

namespace cli {

namespace {

// The directory of the shell script's users comes from the environment.
std::string directory_from(const Values& values) {
  if (std::string given = values.text("dir"); !given.empty()) return given;
  const char* const workdir = std::getenv("WORKDIR");
  return workdir == nullptr ? "" : workdir;
}

}  // namespace

std::vector<Option> set_options() {
  return {
      {"dir", 0, "DIR", "directory of the sets (default: $WORKDIR)", Origin::ours},
      {"include-db", 0, "PATTERN", "take the matching database(s) only (psql's patterns; may be given several times)",
       Origin::ours},
      {"exclude-db", 0, "PATTERN", "leave out the matching database(s)", Origin::ours},
      {"no-globals", 0, "", "leave out roles, tablespaces and database settings", Origin::ours},
  };
}

pgdumpcore::BackupOptions set_options_from(const Values& values) {
  pgdumpcore::BackupOptions options;
  options.directory = directory_from(values);
  options.include_databases = values.list("include-db");
  options.exclude_databases = values.list("exclude-db");
  options.globals = !values.has("no-globals");
  return options;
}

void need_directory(const pgdumpcore::BackupOptions& options) {
  if (options.directory.empty())
    throw UsageError{"no backup directory given", "Name one with --dir or in the environment variable WORKDIR."};
}

}  // namespace cli
