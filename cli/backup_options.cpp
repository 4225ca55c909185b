#include "backup_options.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>

namespace cli {

namespace {

int keep(const Values& values, std::string_view rule) {
  return values.integer(rule, 0, std::numeric_limits<int>::max()).value_or(0);
}

}  // namespace

// The directory of the shell script's users comes from the environment.
std::string directory_from(const Values& values) {
  if (std::string given = values.text("dir"); !given.empty()) return given;
  const char* const workdir = std::getenv("WORKDIR");
  return workdir == nullptr ? "" : workdir;
}

Option directory_option() {
  return {"dir", 0, "DIR", "directory of the sets, s3://BUCKET/PREFIX or azure://CONTAINER/PREFIX (default: $WORKDIR)",
          Origin::pgdump_only};
}

std::vector<Option> retention_options() {
  return {
      {"keep-last", 0, "N", "keep the newest N complete sets", Origin::pgdump_only},
      {"keep-daily", 0, "N", "keep the newest one of each of the last N days (UTC) that have one", Origin::pgdump_only},
      {"keep-weekly", 0, "N", "of each of the last N weeks, from Monday on", Origin::pgdump_only},
      {"keep-monthly", 0, "N", "of each of the last N months", Origin::pgdump_only},
  };
}

pgdumpcore::Retention retention_from(const Values& values) {
  return {.keep_last = keep(values, "keep-last"),
          .keep_daily = keep(values, "keep-daily"),
          .keep_weekly = keep(values, "keep-weekly"),
          .keep_monthly = keep(values, "keep-monthly")};
}

std::vector<Option> set_options() {
  return {
      directory_option(),
      repeatable({"include-db", 0, "PATTERN",
                  "take the matching database(s) only (psql's patterns; may be given several times)",
                  Origin::pgdump_only}),
      repeatable({"exclude-db", 0, "PATTERN", "leave out the matching database(s)", Origin::pgdump_only}),
      {"no-globals", 0, "", "leave out roles, tablespaces and database settings", Origin::pgdump_only},
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

void need_directory(const std::string& directory) {
  if (directory.empty())
    throw UsageError{"no backup directory given", "Name one with --dir or in the environment variable WORKDIR."};
}

}  // namespace cli
