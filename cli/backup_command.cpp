// pgdump backup: every database of a server into one set.
#include "commands.hpp"
#include "connection_options.hpp"
#include "dump_options.hpp"
#include "messages.hpp"

#include <pgdumpcore/backup.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <limits>

namespace cli {

namespace {

using pgdumpcore::BackupOptions;
using pgdumpcore::BackupStatus;
using pgdumpcore::BackupSummary;
using pgdumpcore::DatabaseOutcome;

// The directory of the shell script's users comes from the environment.
std::string directory_from(const Values& values) {
  if (std::string given = values.text("dir"); !given.empty()) return given;
  if (const char* const workdir = std::getenv("WORKDIR"); workdir != nullptr && *workdir != '\0') return workdir;
  throw UsageError{"no backup directory given", "Name one with --dir or in the environment variable WORKDIR."};
}

int keep(const Values& values, std::string_view rule) {
  return values.integer(rule, 0, std::numeric_limits<int>::max()).value_or(0);
}

BackupOptions options_from(const Values& values) {
  BackupOptions options;
  options.directory = directory_from(values);
  options.include_databases = values.list("include-db");
  options.exclude_databases = values.list("exclude-db");
  options.globals = !values.has("no-globals");
  options.sync = !values.has("no-sync");
  options.retention = {.keep_last = keep(values, "keep-last"),
                       .keep_daily = keep(values, "keep-daily"),
                       .keep_weekly = keep(values, "keep-weekly"),
                       .keep_monthly = keep(values, "keep-monthly")};
  if (format_from(values) != pgdumpcore::Format::plain)
    throw UsageError{fmt::format("output format \"{}\" is not supported", values.text("format")),
                     "Only plain is, so far."};
  if (values.has("compress")) options.compression = pgdumpcore::parse_compression(values.text("compress"));
  return options;
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
                                outcome.dump.tables.size(), rows_of(outcome),
                                size_text(static_cast<double>(outcome.size)), outcome.file));
}

int report(const BackupSummary& summary) {
  const auto failures = std::ranges::count_if(summary.databases,
                                              [](const DatabaseOutcome& outcome) { return outcome.error.has_value(); });
  if (summary.status == BackupStatus::complete) {
    messages().notice(fmt::format("backup set {} is complete", summary.path));
    for (const std::string& set : summary.removed) messages().notice(fmt::format("removed the old backup set {}", set));
    return done;
  }
  messages().error(fmt::format("backup set {} is partial: {} of {} databases{} could not be saved", summary.path,
                               failures, summary.databases.size(), summary.globals_error ? " and the globals" : ""));
  return partial;
}

// --- the list of sets

using pgdumpcore::SetInfo;
using pgdumpcore::SetState;

std::string_view state_name(SetState state) {
  switch (state) {
    case SetState::complete:
      return "complete";
    case SetState::partial:
      return "partial";
    case SetState::unfinished:
      return "unfinished";
    case SetState::damaged:
      break;
  }
  return "damaged";
}

std::chrono::seconds age_of(const SetInfo& set) {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) - set.started_at;
}

// The largest unit alone: 3 d
std::string age_text(std::chrono::seconds age) {
  const auto seconds = std::max<std::int64_t>(age.count(), 0);
  if (seconds >= 2 * 86400) return fmt::format("{} d", seconds / 86400);
  if (seconds >= 2 * 3600) return fmt::format("{} h", seconds / 3600);
  if (seconds >= 2 * 60) return fmt::format("{} min", seconds / 60);
  return fmt::format("{} s", seconds);
}

std::string list_json(const std::vector<SetInfo>& sets) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const SetInfo& set : sets) {
    nlohmann::ordered_json entry = {{"name", set.name},
                                    {"path", set.path},
                                    {"started_at", time_text(set.started_at)},
                                    {"age_seconds", age_of(set).count()},
                                    {"state", state_name(set.state)},
                                    {"latest", set.is_latest}};
    if (set.state == SetState::damaged) entry["problem"] = set.problem;
    if (set.state == SetState::complete || set.state == SetState::partial) {
      entry["size"] = set.size;
      entry["databases"] = set.databases;
      entry["server_version"] = set.server_version;
    }
    list.push_back(std::move(entry));
  }
  return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string list_text(const std::vector<SetInfo>& sets) {
  std::string out = fmt::format("{:<18}{:>8}{:>11}{:>11}  {}\n", "set", "age", "size", "databases", "state");
  for (const SetInfo& set : sets) {
    const bool readable = set.state == SetState::complete || set.state == SetState::partial;
    out += fmt::format("{:<18}{:>8}{:>11}{:>11}  {}{}{}\n", set.name, age_text(age_of(set)),
                       readable ? size_text(static_cast<double>(set.size)) : "",
                       readable ? std::to_string(set.databases) : "", state_name(set.state),
                       set.is_latest ? ", latest" : "", set.problem.empty() ? "" : ": " + set.problem);
  }
  return out;
}

int show_list(const Values& values) {
  const std::vector<SetInfo> sets = pgdumpcore::list_sets(directory_from(values));
  write_output(values.has("json") ? list_json(sets) : list_text(sets));
  return done;
}

constexpr std::string_view introduction =
    R"(pgdump backup saves every database of a server into one set: a directory
DIR/YYYYMMDDTHHMMSSZ with a compressed SQL file per database, globals.sql.zst
and manifest.json. DIR/latest leads to the newest complete set.

Usage:
  pgdump backup [--dir DIR] [OPTION]...
  pgdump backup [--dir DIR] --list [--json]

Exit status: 0 complete, 1 failed, 2 wrong usage, 3 partial (some databases
could not be saved; the others are in the set).
)";

OptionTable options() {
  return {
      {"Backup options",
       {
           {"dir", 0, "DIR", "directory of the sets (default: $WORKDIR)", Origin::ours},
           {"include-db", 0, "PATTERN",
            "save the matching database(s) only (psql's patterns; may be given several times)", Origin::ours},
           {"exclude-db", 0, "PATTERN", "leave out the matching database(s)", Origin::ours},
           {"format", 'F', "p", "format of the databases' files (plain)"},
           {"compress", 'Z', "METHOD[:DETAIL]",
            "none, gzip, lz4 or zstd, with a level, or level=N, long, workers=N (default: zstd:3)"},
           {"no-globals", 0, "", "leave out roles, tablespaces and database settings", Origin::ours},
           {"no-sync", 0, "", "do not wait for the files to be written safely to disk"},
       }},
      {"Retention, after a complete set; a set stays if any of these keeps it",
       {
           {"keep-last", 0, "N", "keep the newest N complete sets", Origin::ours},
           {"keep-daily", 0, "N", "keep the newest one of each of the last N days (UTC) that have one", Origin::ours},
           {"keep-weekly", 0, "N", "of each of the last N weeks, from Monday on", Origin::ours},
           {"keep-monthly", 0, "N", "of each of the last N months", Origin::ours},
       }},
      {"Instead of a backup",
       {
           {"list", 0, "", "show the sets in DIR, oldest first", Origin::ours},
           {"json", 0, "", "as JSON", Origin::ours},
       }},
      connection_options(),
      message_options()};
}

int run(const Values& values, const std::stop_token& stop) {
  if (values.has("list")) return show_list(values);
  if (values.has("json")) throw UsageError{"option --json needs --list", try_help};
  const BackupOptions wanted = options_from(values);
  const pgdumpcore::ConnectOptions connect = connection_from(values, stop);
  const pgdumpcore::BackupObserver observer = {
      .on_progress = [](const std::string& database,
                        const pgdumpcore::Progress& progress) { messages().progress(database, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
      .on_database = report_database,
  };
  return report(pgdumpcore::backup(connect, wanted, stop, observer));
}

}  // namespace

const Command backup_command = {.name = "backup",
                                .introduction = introduction,
                                .options = options,
                                .positional = "",
                                .usage_status = wrong_usage,
                                .run = run};

}  // namespace cli
