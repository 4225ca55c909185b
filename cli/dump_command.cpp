// pgdump dump: one database as SQL text or an archive.
#include "commands.hpp"
#include "connection_options.hpp"
#include "dump_options.hpp"
#include "encryption_options.hpp"
#include "messages.hpp"
#include "output_state.hpp"
#include "text.hpp"

#include <pgdumpcore/dump.hpp>

#include <fmt/format.h>

#include <unistd.h>

namespace cli {

namespace {

OptionTable options() {
  OptionTable table = dump_options();
  table.push_back(encryption_options());
  table.push_back(connection_options());
  table.push_back(message_options());
  return table;
}

pgdumpcore::Sync sync_from(const Values& values) {
  const std::string method = values.has("sync-method") ? values.text("sync-method") : "fsync";
  if (method != "fsync" && method != "syncfs") throw UsageError{fmt::format("unrecognized sync method: {}", method)};
  if (values.has("no-sync")) return pgdumpcore::Sync::none;
  return method == "syncfs" ? pgdumpcore::Sync::file_system : pgdumpcore::Sync::files;
}

pgdumpcore::Target target_from(const Values& values, pgdumpcore::Format format) {
  const std::string file = values.text("file");
  const pgdumpcore::Sync sync = sync_from(values);
  if (format == pgdumpcore::Format::directory && values.has("file")) return pgdumpcore::directory_target(file, sync);
  if (!values.has("file") || file == "-") return pgdumpcore::sink_target(pgdumpcore::descriptor_sink(STDOUT_FILENO));
  return pgdumpcore::file_target(file, sync);
}

int run(const Values& values, const std::stop_token& stop) {
  const pgdumpcore::DumpOptions wanted = dump_options_from(values);
  const pgdumpcore::Recipients recipients = recipients_from(values);
  const pgdumpcore::ConnectOptions connect = connection_from(values, stop);
  const std::string name = connect.dbname.empty() ? "dump" : connect.dbname;
  const pgdumpcore::Observer observer = {
      .on_progress = [&](const pgdumpcore::Progress& progress) { messages().progress(name, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
  };
  pgdumpcore::DumpSummary summary;
  write_output_file(values.text("file"), [&] {
    summary =
        pgdumpcore::dump(connect, wanted, target_from(values, wanted.format).encrypted_to(recipients), stop, observer);
  });
  messages().info(fmt::format("dumped database \"{}\": {}, {}, {} of data", summary.database,
                              counted(summary.objects, "object"), counted(summary.tables.size(), "table"),
                              counted(summary.bytes_read, "byte")));
  return done;
}

std::string left_behind(const Values& values, const pgdumpcore::Error& /*error*/) {
  return left_of_output(values.text("file"));
}

}  // namespace

const Command dump_command = {
    .name = "dump",
    .operand = "[DBNAME]",
    .summary = "save one database as SQL or as an archive",
    .description = {"pgdump dump writes one database as SQL, byte for byte as the server's own pg_dump does, or as "
                    "an archive for the server's own pg_restore."},
    .usage = {{"[OPTION]... [DBNAME]"}},
    .exit_statuses = {{done, "done"}, {failed, "failed (wrong usage too, as with pg_dump)"}},
    .options = options,
    .positional = "dbname",
    .usage_status = failed,
    .run = run,
    .left_behind = left_behind};

}  // namespace cli
