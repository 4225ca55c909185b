// pgdump diff: what came, went, grew and changed between two sets, or a set and a server.
#include "backup_options.hpp"
#include "commands.hpp"
#include "connection_options.hpp"
#include "diff_report.hpp"
#include "messages.hpp"
#include "set_path.hpp"
#include "text.hpp"

#include <pgdumpcore/diff.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace cli {

namespace {

using pgdumpcore::DatabaseDiff;
using pgdumpcore::DiffChange;
using pgdumpcore::DiffInput;
using pgdumpcore::DiffSummary;

OptionTable options() {
  return {
      {"What to compare",
       {
           {"before", 0, "SET|CONNINFO", "a set, or a server by its connection string", Origin::pgdump_only},
           {"after", 0, "SET|CONNINFO", "what to compare it with (default: the server that PGHOST and the like name)",
            Origin::pgdump_only},
           directory_option(),
           repeatable(
               {"database", 0, "NAME", "compare this database only; may be given several times", Origin::pgdump_only}),
           {"no-definitions", 0, "", "compare rows only; of sets nothing but the manifests is read",
            Origin::pgdump_only},
           {"estimate", 0, "", "of a server take the rows that its statistics expect; do not count",
            Origin::pgdump_only},
       }},
      {"How",
       {
           {"json", 0, "", "as JSON", Origin::pgdump_only},
           {"lock-wait-timeout", 0, "TIMEOUT",
            "of a server: leave out a database whose tables cannot be locked in time"},
           {"password-file", 0, "FILE", "file that holds only the password, read for every connection",
            Origin::pgdump_only},
           {"connect-retry", 0, "SECONDS", "wait this long for a server that is not up yet", Origin::pgdump_only},
       }},
      message_options(),
  };
}

DiffInput input_from(const Values& values, std::string_view name) {
  const std::string given = values.text(name);
  std::error_code none;
  DiffInput input;
  if (given.empty() || (is_connection_string(given) && !std::filesystem::exists(given, none))) {
    input.connect.conninfo = given;
    input.connect.password_file = password_file_from(values);
    input.connect.retry = connect_retry_from(values);
    return input;
  }
  const std::string path = set_path(given, directory_from(values));
  input.set = resolve_set(path).path;
  if (input.set.empty())
    throw UsageError{
        fmt::format("\"{}\" is not a backup set", path),
        "Name a set's directory, latest in --dir, or a connection string such as \"host=db.example.org\"."};
  return input;
}

std::string differences_text(const DiffSummary& summary) {
  std::size_t databases = 0, tables = 0, objects = 0;
  for (const DatabaseDiff& database : summary.databases) {
    if (database.change != DiffChange::none) ++databases;
    tables += database.tables.size();
    objects += database.objects.size();
  }
  return fmt::format("{}, rows of {}, {}", counted(databases, "database"), counted(tables, "table"),
                     counted(objects, "definition"));
}

int report(const DiffSummary& summary) {
  const std::string sides = fmt::format("{} and {}", summary.before.description, summary.after.description);
  if (summary.differs())
    messages().notice(fmt::format("{} differ: {}", sides, differences_text(summary)));
  else if (summary.is_complete())
    messages().notice(fmt::format("{} do not differ", sides));
  if (summary.is_complete()) return summary.differs() ? different : done;
  for (const DatabaseDiff& database : summary.databases)
    if (database.error)
      messages().error(database.error->within(fmt::format("database \"{}\" could not be compared", database.name)));
  return partial;
}

int run(const Values& values, const std::stop_token& stop) {
  if (values.text("before").empty()) throw UsageError{"nothing to compare was named", try_help};
  const DiffInput before = input_from(values, "before");
  const DiffInput after = input_from(values, "after");
  const pgdumpcore::DiffOptions wanted = {.databases = values.list("database"),
                                          .definitions = !values.has("no-definitions"),
                                          .estimate = values.has("estimate"),
                                          .lock_wait_timeout = values.text("lock-wait-timeout")};
  if (wanted.estimate && !before.set.empty() && !after.set.empty())
    throw UsageError{"option --estimate needs a server", "Sets have the numbers of their rows."};
  const pgdumpcore::DiffObserver observer = {
      .on_progress = [](const std::string& database,
                        const pgdumpcore::Progress& progress) { messages().progress(database, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
  };
  const DiffSummary summary = pgdumpcore::diff(before, after, wanted, stop, observer);
  messages().clear_progress();
  write_output(values.has("json") ? diff_json(summary) : diff_text(summary));
  return report(summary);
}

}  // namespace

const Command diff_command = {
    .name = "diff",
    .operand = "SET|CONNINFO...",
    .summary = "compare two sets, or a set and a server",
    .description = {"pgdump diff compares two backup sets, or a set and a server, or two servers: databases and tables "
                    "that came or went, rows, bytes, and definitions. It shows what has to change to make the first "
                    "one the second: + is what only the second one has, - what only the first one has, ~ what both "
                    "have in another way.",
                    "SET is a set's directory, or latest or its name in --dir. CONNINFO is a connection string or a "
                    "URI; of a server, what a backup would save is compared. Without a second one it is the server "
                    "that PGHOST and the other variables of libpq name."},
    .usage = {{"SET [SET|CONNINFO] [OPTION]..."}, {"CONNINFO [SET|CONNINFO] [OPTION]..."}},
    .exit_statuses = {{done, "they are the same"},
                      {failed, "failed"},
                      {wrong_usage, "wrong usage"},
                      {partial, "some databases could not be compared, whether the others differ or not"},
                      {different, "they differ"}},
    .options = options,
    .positional = "before after",
    .usage_status = wrong_usage,
    .run = run};

}  // namespace cli
