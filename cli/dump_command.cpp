// pgdump dump: one database as SQL text.
#include "commands.hpp"
#include "dump_options.hpp"
#include "messages.hpp"

#include <pgdumpcore/dump.hpp>

#include <fmt/format.h>

#include <unistd.h>

namespace cli {

namespace {

void describe(const pgdumpcore::DumpSummary& summary) {
  messages().info(fmt::format("dumped database \"{}\": {} objects, {} tables, {} bytes of data", summary.database,
                              summary.objects, summary.tables.size(), summary.bytes_read));
}

}  // namespace

int dump_command(const Arguments& arguments, const std::stop_token& stop) {
  po::options_description options = dump_options();
  options.add(connection_options()).add(message_options());
  const po::variables_map values = parse(options, arguments, "dbname", 1);
  messages().configure(values);
  const pgdumpcore::DumpOptions wanted = dump_options_from(values);
  const pgdumpcore::ConnectOptions connect = connection_from(values);
  const std::string file = text(values, "file");
  pgdumpcore::Target target = file.empty() || file == "-"
                                  ? pgdumpcore::sink_target(pgdumpcore::descriptor_sink(STDOUT_FILENO))
                                  : pgdumpcore::file_target(file, !flag(values, "no-sync"));
  const std::string name = connect.dbname.empty() ? "dump" : connect.dbname;
  const pgdumpcore::Observer observer = {
      .on_progress = [&](const pgdumpcore::Progress& progress) { messages().progress(name, progress); },
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
  };
  const pgdumpcore::DumpSummary summary = pgdumpcore::dump(connect, wanted, std::move(target), stop, observer);
  messages().clear_progress();
  describe(summary);
  return done;
}

}  // namespace cli
