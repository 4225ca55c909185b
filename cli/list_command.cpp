// pgdump list: what an archive holds.
#include "commands.hpp"
#include "messages.hpp"

#include <pgdumpcore/archive.hpp>

#include <unistd.h>

namespace cli {

namespace {

OptionTable options() {
  OptionTable table = {{"", {{"archive", '\0', "ARCHIVE", "the archive", Origin::pgdump_only}}}};
  table.push_back(message_options());
  return table;
}

int run(const Values& values, const std::stop_token& /*stop*/) {
  const std::string path = values.text("archive");
  if (path.empty()) throw UsageError{"no archive given", try_help};
  const pgdumpcore::Archive archive =
      path == "-" ? pgdumpcore::Archive::open(STDIN_FILENO) : pgdumpcore::Archive::open(path);
  const std::unique_ptr<pgdumpcore::Sink> out = pgdumpcore::descriptor_sink(STDOUT_FILENO);
  out->write_text(archive.listing());
  out->finish();
  return done;
}

}  // namespace

const Command list_command = {
    .name = "list",
    .operand = "ARCHIVE",
    .summary = "show what an archive holds",
    .description = {"pgdump list prints an archive's table of contents, as pg_restore -l does.",
                    "ARCHIVE is a file in custom or tar format, a directory, or - for standard input."},
    .usage = {{"[OPTION]... ARCHIVE"}},
    .exit_statuses = {{done, "done"}, {failed, "failed"}, {wrong_usage, "wrong usage"}},
    .options = options,
    .positional = "archive",
    .usage_status = wrong_usage,
    .run = run};

}  // namespace cli
