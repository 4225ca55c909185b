// pgdump backup: every database of a server into one set.
#include "backup_options.hpp"
#include "commands.hpp"
#include "connection_options.hpp"
#include "dump_options.hpp"
#include "encryption_options.hpp"
#include "hooks.hpp"
#include "messages.hpp"
#include "set_list.hpp"
#include "set_path.hpp"
#include "text.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/copy_set.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

namespace cli {

namespace {

using pgdumpcore::BackupOptions;
using pgdumpcore::BackupStatus;
using pgdumpcore::BackupSummary;
using pgdumpcore::CopySetSummary;
using pgdumpcore::DatabaseOutcome;
using pgdumpcore::DatabaseStatus;
using Json = nlohmann::ordered_json;

BackupOptions options_from(const Values& values) {
  BackupOptions options = set_options_from(values);
  need_directory(options.directory);
  if (values.has("no-sync")) options.sync = pgdumpcore::Sync::none;
  options.retention = retention_from(values);
  options.format = format_from(values);
  options.jobs = values.integer("jobs", 1, std::numeric_limits<int>::max()).value_or(1);
  options.max_connections_per_database =
      values.integer("max-connections-per-database", 1, std::numeric_limits<int>::max()).value_or(0);
  options.lock_wait_timeout = values.text("lock-wait-timeout");
  options.metrics_file = values.text("metrics-file");
  options.recipients = recipients_from(values);
  if (values.has("compress")) options.compression = pgdumpcore::parse_compression(values.text("compress"));
  return options;
}

std::uint64_t rows_of(const DatabaseOutcome& outcome) {
  std::uint64_t rows = 0;
  for (const auto& table : outcome.dump.tables) rows += table.rows;
  return rows;
}

void report_database(const DatabaseOutcome& outcome) {
  Json fields = {{"database", outcome.name}, {"seconds", outcome.duration.count()}};
  switch (outcome.status) {
    case DatabaseStatus::complete:
      fields.update({{"file", outcome.file},
                     {"tables", outcome.dump.tables.size()},
                     {"rows", rows_of(outcome)},
                     {"bytes_read", outcome.dump.bytes_read},
                     {"bytes_written", outcome.size}});
      messages().event("database_saved",
                       fmt::format("saved database \"{}\": {}, {}, {} in {}", outcome.name,
                                   counted(outcome.dump.tables.size(), "table"), counted(rows_of(outcome), "row"),
                                   size_text(static_cast<double>(outcome.size)), outcome.file),
                       fields);
      return;
    case DatabaseStatus::dropped:
      messages().event("database_dropped", fmt::format("database \"{}\" was dropped meanwhile", outcome.name), fields);
      return;
    case DatabaseStatus::failed:
      messages().error(outcome.error->within(fmt::format("database \"{}\" was not saved", outcome.name)),
                       "database_failed", fields);
  }
}

// Of a backup or a copy.
template <typename Summary>
void report_removed(const Summary& summary) {
  for (std::size_t i = 0; i < summary.removed.size(); ++i) {
    const std::string& set = summary.removed[i];
    const std::string& reason = summary.removal_reasons.at(i);
    messages().event("set_removed", fmt::format("removed the old backup set {}: {}", set, reason),
                     {{"set", set}, {"reason", reason}});
  }
}

int report(const BackupSummary& summary) {
  const auto failures = std::ranges::count(summary.databases, DatabaseStatus::failed, &DatabaseOutcome::status);
  const Json fields = {{"set", summary.path}, {"manifest", summary.manifest}};
  if (summary.status == BackupStatus::complete) {
    messages().event("set_complete", fmt::format("backup set {} is complete", summary.path), fields);
    report_removed(summary);
    return done;
  }
  messages().error(pgdumpcore::Error(pgdumpcore::Fault::data,
                                     fmt::format("backup set {} is partial: {} of {}{} could not be saved",
                                                 summary.path, failures, counted(summary.databases.size(), "database"),
                                                 summary.globals_error ? " and the globals" : "")),
                   "set_partial", fields);
  report_removed(summary);
  return partial;
}

// Runs the user's command for this end, if there is one. Returns the exit status: a command that failed after a success
// (it may have been meant to bring the set to another place) is a failure.
int run_hooks(const Values& values, int status, const std::string& set, const std::string& manifest) {
  const char* const option = status == done ? "on-success" : "on-failure";
  if (values.text(option).empty()) return status;
  constexpr const char* words[] = {"complete", "failed", "failed", "partial"};
  const std::string trouble = run_hook(
      values.text(option), {{"PGDUMP_STATUS", words[status]}, {"PGDUMP_SET", set}, {"PGDUMP_MANIFEST", manifest}});
  if (trouble.empty()) return status;
  messages().error(fmt::format("the command of --{} {}", option, trouble));
  return status == done ? failed : status;
}

// What `work` throws fails the run: it is shown, and the user's command for a failure runs. Wrong usage is no run.
template <typename Work, typename Show>
int run_with_hooks(const Values& values, const Work& work, const Show& show) {
  try {
    return work();
  } catch (const pgdumpcore::Error& error) {
    if (error.fault() == pgdumpcore::Fault::usage) throw;
    if (error.fault() == pgdumpcore::Fault::cancelled) {
      run_hooks(values, failed, {}, {});
      throw;
    }
    show(error);
  }
  return run_hooks(values, failed, {}, {});
}

OptionTable options() {
  return {
      {"What to save, and where", set_options()},
      {"How",
       {
           {"format", 'F', "c|d|p", "format of the databases' files (custom, directory, plain; default: plain)",
            Origin::postgresql, "custom directory plain"},
           {"jobs", 'j', "NUM", "let this many connections work at once, on all databases together (default: 1)"},
           {"max-connections-per-database", 0, "NUM", "let at most this many of them work on one database",
            Origin::pgdump_only},
           {"lock-wait-timeout", 0, "TIMEOUT", "leave out a database whose tables cannot be locked within this time"},
           {"compress", 'Z', "METHOD[:DETAIL]",
            "none, gzip, lz4 or zstd, with a level, or level=N, long, workers=N (default: zstd:3, or gzip for archives "
            "of servers before 16)",
            Origin::postgresql, "none gzip lz4 zstd"},
           {"no-sync", 0, "", "do not wait for the files to be written safely to disk"},
       }},
      encryption_options(),
      {"Retention, in the set's series; a set stays if any of these keeps it", retention_options()},
      {"When it has ended",
       {
           {"metrics-file", 0, "FILE", "put a text for Prometheus there", Origin::pgdump_only},
           {"on-success", 0, "COMMAND", "run this with the shell after a complete set", Origin::pgdump_only},
           {"on-failure", 0, "COMMAND", "run this after a partial set or none", Origin::pgdump_only},
       }},
      {"Instead of a backup",
       {
           {"copy", 0, "SET", "copy this set into DIR, as it is; SET is the path or address of a set, or of latest",
            Origin::pgdump_only},
           {"list", 0, "", "show the sets in DIR, oldest first", Origin::pgdump_only},
           {"json", 0, "", "as JSON", Origin::pgdump_only},
       }},
      connection_options(),
      message_options(),
  };
}

int show_list(const Values& values) {
  const BackupOptions options = set_options_from(values);
  need_directory(options.directory);
  const std::vector<pgdumpcore::SetInfo> sets = pgdumpcore::list_sets(options.directory);
  write_output(values.has("json") ? set_list_json(sets) : set_list_text(sets));
  return done;
}

// What says how a backup is made means nothing to a copy.
void refuse_backup_options(const Values& values) {
  for (const char* of_backups :
       {"include-db", "exclude-db", "no-globals", "format", "jobs", "max-connections-per-database", "lock-wait-timeout",
        "compress", "recipient", "recipients-file", "passphrase-file", "metrics-file", "list"})
    if (values.has(of_backups) && values.variable(of_backups).empty())
      throw UsageError{fmt::format("options --copy and --{} cannot be used together", of_backups), try_help};
}

int report(const CopySetSummary& summary) {
  const Json fields = {{"set", summary.path}, {"files", summary.files}, {"bytes", summary.bytes}};
  if (summary.was_there)
    messages().event("set_copied", fmt::format("backup set {} is there already", summary.path), fields);
  else
    messages().event("set_copied",
                     fmt::format("copied {}, {}, to backup set {}", counted(summary.files, "file"),
                                 size_text(static_cast<double>(summary.bytes)), summary.path),
                     fields);
  if (summary.status == BackupStatus::partial)
    messages().warning(fmt::format("backup set {} is partial", summary.path),
                       "\"pgdump list\" of it says which databases it lacks.");
  report_removed(summary);
  return done;
}

int copy(const Values& values, const std::stop_token& stop) {
  refuse_backup_options(values);
  const pgdumpcore::CopySetOptions options = {
      .directory = directory_from(values),
      .retention = retention_from(values),
      .sync = values.has("no-sync") ? pgdumpcore::Sync::none : pgdumpcore::Sync::files};
  need_directory(options.directory);
  const pgdumpcore::CopySetObserver observer = {
      .on_progress = [](const pgdumpcore::Progress& progress) { messages().progress(progress.table, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); }};
  const auto work = [&] {
    const std::string given = values.text("copy");
    const std::string set = resolve_set(given).path;
    const CopySetSummary summary = pgdumpcore::copy_set(set.empty() ? given : set, options, stop, observer);
    return run_hooks(values, report(summary), summary.path, summary.path + "/manifest.json");
  };
  return run_with_hooks(values, work, [](const pgdumpcore::Error& error) { messages().error(error); });
}

int run(const Values& values, const std::stop_token& stop) {
  if (values.has("copy")) return copy(values, stop);
  if (values.has("list")) return show_list(values);
  if (values.has("json")) throw UsageError{"option --json needs --list", try_help};
  std::set<std::pair<std::string, std::string>> reported;  // details and hints
  const pgdumpcore::BackupObserver observer = {
      .on_progress = [](const std::string& database,
                        const pgdumpcore::Progress& progress) { messages().progress(database, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
      .on_database =
          [&](const DatabaseOutcome& outcome) {
            report_database(outcome);
            if (outcome.error) reported.emplace(outcome.error->detail(), outcome.error->hint());
          },
  };
  const auto work = [&] {
    const BackupOptions wanted = options_from(values);
    const pgdumpcore::ConnectOptions connect = connection_from(values, stop);
    const BackupSummary summary = pgdumpcore::backup(connect, wanted, stop, observer);
    return run_hooks(values, report(summary), summary.path, summary.manifest);
  };
  return run_with_hooks(values, work, [&](const pgdumpcore::Error& error) {
    // What the error of a database said is not said again of the backup.
    if (reported.contains({error.detail(), error.hint()}))
      messages().error(error.what());
    else
      messages().error(error);
  });
}

std::string left_behind(const Values& /*values*/, const pgdumpcore::Error& /*error*/) {
  return "nothing of this run is left";
}

}  // namespace

const Command backup_command = {
    .name = "backup",
    .operand = "",
    .summary = "save every database of a server into one set",
    .description = {"pgdump backup saves every database of a server into one set: a directory DIR/YYYYMMDDTHHMMSSZ "
                    "with a compressed SQL file per database, globals.sql.zst and manifest.json. DIR/latest leads to "
                    "the newest complete set made without --include-db, or, where there is none, to the newest "
                    "complete set; sets with globals come first."},
    .usage = {{"[--dir DIR] [OPTION]..."}, {"[--dir DIR] --list [--json]"}, {"[--dir DIR] --copy SET"}},
    .exit_statuses = {{done, "complete"},
                      {failed, "failed"},
                      {wrong_usage, "wrong usage"},
                      {partial, "partial (some databases could not be saved; the others are in the set)"}},
    .options = options,
    .positional = "",
    .usage_status = wrong_usage,
    .run = run,
    .left_behind = left_behind};

}  // namespace cli
