// pgdump verify: is a backup set, or an archive, what it was when it was written?
#include "backup_options.hpp"
#include "commands.hpp"
#include "connection_options.hpp"
#include "encryption_options.hpp"
#include "messages.hpp"
#include "set_path.hpp"
#include "text.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/verify.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace cli {

namespace {

using pgdumpcore::Problem;
using pgdumpcore::ProblemKind;
using pgdumpcore::VerifiedDatabase;
using pgdumpcore::VerifySummary;

OptionTable options() {
  return {
      {"",
       {
           {"set", 0, "SET|ARCHIVE", "what to verify: a set's directory, latest or a set's name in --dir, or a file",
            Origin::pgdump_only},
           directory_option(),
           {"restore-into", 0, "CONNINFO",
            "restore each database of the set into a scratch database on this server, count its rows, drop it",
            Origin::pgdump_only},
           {"no-record", 0, "", "do not write verified.json into the set", Origin::pgdump_only},
           {"password-file", 0, "FILE", "file that holds only the password, read for every connection",
            Origin::pgdump_only},
           {"connect-retry", 0, "SECONDS", "wait this long for a server that is not up yet", Origin::pgdump_only},
       }},
      decryption_options(),
      message_options(),
  };
}

std::string trial_text(const VerifiedDatabase& database) {
  if (!database.restored) return "";
  if (!*database.restored) return "not restored";
  return database.left_out == 0 ? "restored"
                                : fmt::format("restored with {} left out", counted(database.left_out, "statement"));
}

std::string table_text(const VerifySummary& summary) {
  std::string out;
  for (const VerifiedDatabase& database : summary.databases)
    if (database.is_unreadable)
      out += fmt::format("{:<8} {:>8} tables {:>12} rows  {:<12}  {}\n", "not read", "?", "?", "", database.name);
    else if (database.is_undecrypted)
      out += fmt::format("{:<8} {:>8} tables {:>12} rows  {:<12}  {}\n", database.intact ? "ok" : "damaged", "?", "?",
                         "encrypted", database.name);
    else
      out += fmt::format("{:<8} {:>8} {:<6} {:>12} {:<4}  {:<12}  {}\n", database.intact ? "ok" : "damaged",
                         database.tables, plural(database.tables, "table"), database.rows, plural(database.rows, "row"),
                         trial_text(database), database.name);
  return out;
}

std::string table_json(const VerifySummary& summary) {
  using Json = nlohmann::ordered_json;
  Json databases = Json::array();
  for (const VerifiedDatabase& database : summary.databases) {
    Json entry = {{"name", database.name},
                  {"file", database.file},
                  {"tables", database.tables},
                  {"rows", database.rows},
                  {"intact", database.is_unreadable ? Json(nullptr) : Json(database.intact)}};
    if (database.is_undecrypted) entry["decrypted"] = false;
    if (database.restored) entry["restored"] = *database.restored;
    if (database.restored) entry["left_out"] = database.left_out;
    databases.push_back(std::move(entry));
  }
  Json problems = Json::array();
  for (const Problem& problem : summary.problems)
    problems.push_back({{"kind", name_of(problem.kind)}, {"file", problem.file}, {"message", problem.message}});
  const Json document = {{"intact", summary.problems.empty()}, {"databases", databases}, {"problems", problems}};
  return json_text(document);
}

// For programs that follow; people see the table in the end.
void report_database(const VerifiedDatabase& database) {
  if (!messages().is_json()) return;
  nlohmann::ordered_json fields = {
      {"database", database.name}, {"tables", database.tables}, {"rows", database.rows}, {"intact", database.intact}};
  if (database.restored) fields["restored"] = *database.restored;
  messages().event("database_verified", fmt::format("verified database \"{}\"", database.name), fields);
}

// One line for all problems: of the worst kind that there is.
void report_problems(const VerifySummary& summary) {
  const auto count = [&](std::initializer_list<ProblemKind> kinds) {
    return std::ranges::count_if(summary.problems, [&](const Problem& problem) {
      return std::ranges::find(kinds, problem.kind) != kinds.end();
    });
  };
  const std::string& path = summary.path;
  if (const auto n = count({ProblemKind::damaged, ProblemKind::missing, ProblemKind::incomplete}))
    return messages().error(fmt::format("{} is damaged or incomplete: {}", path, counted(n, "problem")));
  if (const auto n = count({ProblemKind::unreadable}))
    return messages().error(fmt::format("{} could not be read: {}", path, counted(n, "problem")), "",
                            "Verify it as the user who made it, or as root. Whether it is intact is not known.");
  if (const auto n = count({ProblemKind::not_restored}))
    return messages().error(
        fmt::format("{} is intact, but did not restore without errors: {}", path, counted(n, "problem")), "",
        "Restore it into a database of your own to see what is refused.");
  messages().error(
      fmt::format("{} is intact, but could not be restored for a trial: {}", path,
                  counted(summary.problems.size(), "problem")),
      "", "The server for trials is the cause, not the set: look at its rights, its space and its extensions.");
}

int run(const Values& values, const std::stop_token& stop) {
  if (values.text("set").empty()) throw UsageError{"no backup set given", try_help};
  const std::string path = set_path(values.text("set"), directory_from(values));
  pgdumpcore::VerifyOptions wanted;
  wanted.record = !values.has("no-record");
  wanted.identities = identities_from(values);
  if (values.has("restore-into")) {
    wanted.restore_into.emplace();
    wanted.restore_into->conninfo = values.text("restore-into");
    wanted.restore_into->password_file = password_file_from(values);
    wanted.restore_into->retry = connect_retry_from(values);
  }
  const pgdumpcore::VerifyObserver observer = {
      .on_problem =
          [](const Problem& problem) {
            messages().error(problem.file.empty() ? problem.message
                                                  : fmt::format("{}: {}", problem.file, problem.message));
          },
      .on_database = report_database,
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
      .on_progress = [&](const pgdumpcore::Progress& progress) { messages().progress(path, progress); },
  };
  const pgdumpcore::FoundSet set = resolve_set(path);
  const VerifySummary summary = pgdumpcore::verify(set.path.empty() ? path : set.path, wanted, stop, observer);
  write_output(messages().is_json() ? table_json(summary) : table_text(summary));
  if (!summary.problems.empty()) {
    report_problems(summary);
    return failed;
  }
  messages().notice(fmt::format("{} is intact", summary.path));
  // A check that runs by the clock must not become good again by looking at older sets.
  if (set.passed_over.empty()) return done;
  messages().error(fmt::format("the newest backup set, {}, is damaged or cannot be read", set.passed_over.back()));
  return failed;
}

}  // namespace

const Command verify_command = {
    .name = "verify",
    .operand = "SET|ARCHIVE",
    .summary = "tell whether a set or an archive is whole",
    .description = {"pgdump verify reads all of a backup set, or of an archive or script, and tells what is wrong "
                    "with it: files that are missing, changed or damaged, and tables that have other rows than the "
                    "manifest says. It records what it found in the set, as verified.json: DIR/latest passes over "
                    "a set found damaged, and retention keeps it as long as it has something that no newer set has."},
    .usage = {{"SET|ARCHIVE [OPTION]..."}},
    .exit_statuses = {{done, "all is well"}, {failed, "something is wrong"}, {wrong_usage, "wrong usage"}},
    .options = options,
    .positional = "set",
    .usage_status = wrong_usage,
    .run = run};

}  // namespace cli
