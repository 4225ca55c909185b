// pgdump prune: retention by itself.
#include "backup_options.hpp"
#include "commands.hpp"
#include "messages.hpp"
#include "text.hpp"

#include <pgdumpcore/backup.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cli {

namespace {

using pgdumpcore::PruneOptions;
using pgdumpcore::PruneSummary;
using Json = nlohmann::ordered_json;

OptionTable options() {
  return {
      {"Which sets",
       {
           directory_option(),
           {"server", 0, "ID",
            "sets of the server with this system identifier alone; without a rule all of them go, as of a server that "
            "is gone",
            Origin::pgdump_only},
       }},
      {"Retention, in each series by itself; a set stays if any of these keeps it", retention_options()},
      {"How", {{"dry-run", 0, "", "remove nothing; show what would go, and why", Origin::pgdump_only}}},
      message_options(),
  };
}

std::string plan_text(const PruneSummary& summary) {
  std::string out;
  for (const pgdumpcore::PrunedSet& set : summary.removed)
    out += fmt::format("would remove {}  {:>10}  {}\n", set.name, size_text(static_cast<double>(set.size)), set.reason);
  return out + fmt::format("{} would go, {} would stay\n", counted(summary.removed.size(), "set"), summary.kept);
}

std::string plan_json(const PruneSummary& summary) {
  Json sets = Json::array();
  for (const pgdumpcore::PrunedSet& set : summary.removed)
    sets.push_back({{"set", set.name}, {"size", set.size}, {"reason", set.reason}});
  return Json{{"would_remove", sets}, {"kept", summary.kept}}.dump(2) + "\n";
}

void report(const PruneSummary& summary) {
  for (const pgdumpcore::PrunedSet& set : summary.removed)
    messages().event("set_removed", fmt::format("removed backup set {}: {}", set.name, set.reason),
                     {{"set", set.name}, {"size", set.size}, {"reason", set.reason}});
  for (const std::string& set : summary.in_use)
    messages().notice(fmt::format("backup set {} stays until the next run, as it is being read", set));
  messages().notice(fmt::format("{} {} removed, {} {}", counted(summary.removed.size(), "set"),
                                summary.removed.size() == 1 ? "was" : "were", summary.kept,
                                summary.kept == 1 ? "stays" : "stay"));
}

bool keeps_any(const pgdumpcore::Retention& rules) {
  return rules.keep_last + rules.keep_daily + rules.keep_weekly + rules.keep_monthly > 0;
}

bool names_a_rule(const Values& values) {
  for (const char* rule : {"keep-last", "keep-daily", "keep-weekly", "keep-monthly"})
    if (values.has(rule)) return true;
  return false;
}

int run(const Values& values, const std::stop_token& stop) {
  const PruneOptions wanted = {.directory = directory_from(values),
                               .retention = retention_from(values),
                               .server = values.text("server"),
                               .dry_run = values.has("dry-run")};
  need_directory(wanted.directory);
  // Without a rule --server removes all sets of the server; a rule that keeps none must not mean that.
  if (!wanted.server.empty() && !keeps_any(wanted.retention) && names_a_rule(values))
    throw UsageError{"the rules keep no set", "Leave them out to remove all sets of the server."};
  const PruneSummary summary = pgdumpcore::prune(
      wanted, stop, [](pgdumpcore::LogLevel level, const std::string& message, const std::string& hint) {
        messages().log(level, message, hint);
      });
  if (wanted.dry_run)
    write_output(messages().is_json() ? plan_json(summary) : plan_text(summary));
  else
    report(summary);
  return done;
}

}  // namespace

const Command prune_command = {
    .name = "prune",
    .operand = "",
    .summary = "remove old sets",
    .description = {"pgdump prune applies retention without a backup. Sets of one server that were made with the same "
                    "--include-db, --exclude-db and --no-globals are a series; rules are applied to each series by "
                    "itself, and never remove its newest complete set. Sets that verify found damaged take no place of "
                    "good ones; sets in the future are not counted and stay."},
    .usage = {{"[--dir DIR] --keep-RULE=N... [OPTION]..."}, {"[--dir DIR] --server=ID [--keep-RULE=N]..."}},
    .exit_statuses = {{done, "done"}, {failed, "failed"}, {wrong_usage, "wrong usage"}},
    .options = options,
    .positional = "",
    .usage_status = wrong_usage,
    .run = run};

}  // namespace cli
