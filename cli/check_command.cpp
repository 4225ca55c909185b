// pgdump check: would a backup work, and what stands in its way?
#include "backup_options.hpp"
#include "commands.hpp"
#include "connection_options.hpp"
#include "messages.hpp"

#include <pgdumpcore/check.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace cli {

namespace {

using pgdumpcore::Answer;
using pgdumpcore::Verdict;

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::good:
      return "ok";
    case Verdict::warning:
      return "warning";
    case Verdict::failure:
      break;
  }
  return "failed";
}

std::string answer_text(const Answer& answer) {
  std::string line = fmt::format("{:<8} {}", word(answer.verdict), answer.question);
  if (!answer.database.empty()) line += fmt::format(" in \"{}\"", answer.database);
  line += ": " + answer.message;
  if (!answer.hint.empty()) line += ". " + answer.hint;
  // A message of the server's may have several.
  std::ranges::replace(line, '\n', ' ');
  return line + "\n";
}

std::string answer_json(const Answer& answer) {
  nlohmann::ordered_json record = {
      {"check", answer.question}, {"result", word(answer.verdict)}, {"message", answer.message}};
  if (!answer.database.empty()) record["database"] = answer.database;
  if (!answer.hint.empty()) record["hint"] = answer.hint;
  if (!answer.objects.empty()) record["objects"] = answer.objects;
  return record.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

OptionTable options() {
  return {{"What to look at", set_options()}, connection_options(), message_options()};
}

int run(const Values& values, const std::stop_token& stop) {
  const pgdumpcore::BackupOptions wanted = set_options_from(values);
  const bool as_json = messages().is_json();
  const Verdict worst = pgdumpcore::check(
      connection_from(values, stop), wanted,
      [&](const Answer& answer) { write_output(as_json ? answer_json(answer) : answer_text(answer)); }, stop);
  if (wanted.directory.empty())
    messages().warning("no directory was given, so none was looked at", "Name one with --dir or in WORKDIR.");
  return worst == Verdict::failure ? failed : done;
}

}  // namespace

const Command check_command = {
    .name = "check",
    .operand = "",
    .summary = "tell whether a backup would work",
    .description = {"pgdump check asks whether a backup with the same options would work, and what stands in its "
                    "way. It changes nothing.",
                    "One line per answer on standard output; with --log-format=json one JSON object."},
    .usage = {{"[--dir DIR] [OPTION]..."}},
    .exit_statuses = {{done, "a backup would work (there may be warnings)"},
                      {failed, "something could not be saved"},
                      {wrong_usage, "wrong usage"}},
    .options = options,
    .positional = "",
    .usage_status = wrong_usage,
    .run = run};

}  // namespace cli
