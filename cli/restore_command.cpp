// pgdump restore: an archive or a plain script, into a database or into SQL text.
#include "backup_options.hpp"
#include "commands.hpp"
#include "connection_options.hpp"
#include "encryption_options.hpp"
#include "messages.hpp"
#include "output_state.hpp"
#include "restore_errors.hpp"
#include "restore_options.hpp"
#include "set_path.hpp"
#include "set_restore.hpp"
#include "text.hpp"

#include <pgdumpcore/restore.hpp>

#include <fmt/format.h>

#include <sys/stat.h>
#include <unistd.h>

namespace cli {

namespace {

OptionTable options() {
  OptionTable table = restore_options();
  table.push_back(set_restore_options());
  table.push_back(decryption_options());
  table.push_back(connection_options());
  table.push_back(message_options());
  return table;
}

pgdumpcore::RestoreInput input_from(const Values& values) {
  const std::string path = values.text("archive");
  const bool is_standard_input = path.empty() || path == "-";
  return (is_standard_input ? pgdumpcore::RestoreInput::descriptor(STDIN_FILENO) : pgdumpcore::RestoreInput::file(path))
      .decrypted_by(identities_from(values));
}

pgdumpcore::Target target_from(const std::string& file) {
  if (file.empty() || file == "-") return pgdumpcore::sink_target(pgdumpcore::descriptor_sink(STDOUT_FILENO));
  return pgdumpcore::file_target(file);
}

bool same_file(const struct stat& left, const struct stat& right) {
  return left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

// The new file would take the place of the archive that it is made of.
void check_output_file(const Values& values) {
  const std::string input = values.text("archive");
  const std::string output = values.text("file");
  struct stat from = {};
  struct stat to = {};
  if (output.empty() || output == "-" || ::stat(output.c_str(), &to) != 0 || !S_ISREG(to.st_mode)) return;
  const bool piped = input.empty() || input == "-";
  if ((piped ? ::fstat(STDIN_FILENO, &from) : ::stat(input.c_str(), &from)) != 0 || !same_file(from, to)) return;
  throw UsageError{fmt::format("option -f/--file names what is to be restored: \"{}\"", output),
                   "Name another file for what is made of it."};
}

int list(const Values& values, const pgdumpcore::RestoreOptions& wanted) {
  const std::string listing = pgdumpcore::restore_list(input_from(values), wanted);
  const std::unique_ptr<pgdumpcore::Sink> out = target_from(values.text("file")).open();
  out->write_text(listing);
  out->finish();
  return done;
}

// pg_restore says nothing of it.
void tell_what_was_done(const pgdumpcore::RestoreSummary& summary) {
  const std::string rows = summary.rows > 0 ? ", " + counted(summary.rows, "row") : "";
  const std::string where = summary.database.empty() ? "" : fmt::format(" into database \"{}\"", summary.database);
  const std::string message = fmt::format("{} {}, {}{}, {}{}", summary.database.empty() ? "wrote" : "restored",
                                          counted(summary.objects, "object"), counted(summary.tables, "table"), rows,
                                          size_text(static_cast<double>(summary.bytes_read)), where);
  if (messages().is_under_postgresql_name())
    messages().info(message);
  else
    messages().notice(message);
}

// `latest`, and the name of a set, stand for one in the directory of the sets.
Values with_path_of_set(Values values) {
  if (messages().is_under_postgresql_name() || values.text("archive").empty()) return values;
  values.add("archive", set_path(values.text("archive"), directory_from(values)));
  return values;
}

int run(const Values& given, const std::stop_token& stop) {
  const Values values = with_path_of_set(given);
  const pgdumpcore::RestoreOptions wanted = restore_options_from(values);
  const bool to_database = values.has("dbname");
  const bool to_script = values.has("file");
  if (to_database && to_script) throw UsageError{"options -d/--dbname and -f/--file cannot be used together", try_help};
  // As pg_restore; a file of ours is told to be left out before.
  if (to_script && values.text("file").empty() && messages().is_under_postgresql_name())
    throw UsageError{"could not open output file \"\": No such file or directory", ""};
  check_output_file(values);
  if (values.has("list")) return list(values, wanted);
  if (!to_database && !to_script) throw UsageError{"one of -d/--dbname and -f/--file must be specified", ""};

  RestoreErrors errors(values.has("verbose") || messages().is_under_postgresql_name());
  const std::string name = to_database ? "restore" : values.text("file");
  pgdumpcore::RestoreObserver observer = {
      .on_progress = {},
      .on_log = [](pgdumpcore::LogLevel level, const std::string& message,
                   const std::string& hint) { messages().log(level, message, hint); },
      .on_error = [&](const pgdumpcore::Error& error) { errors.show(error); },
  };
  // Without it nobody asks how much there is.
  if (messages().shows_progress())
    observer.on_progress = [&](const pgdumpcore::Progress& progress) { messages().progress(name, progress); };
  if (is_set_restore(values)) return restore_set(values, wanted, observer, errors, stop);
  pgdumpcore::RestoreSummary summary;
  if (to_database)
    summary = pgdumpcore::restore(input_from(values), connection_from(values, stop), wanted, stop, observer);
  else
    write_output_file(values.text("file"), [&] {
      summary =
          pgdumpcore::restore_to_script(input_from(values), target_from(values.text("file")), wanted, stop, observer);
    });
  errors.show_counts();
  tell_what_was_done(summary);
  if (summary.errors == 0) return done;
  messages().warning(fmt::format("errors ignored on restore: {}", summary.errors));
  return failed;
}

// What is incomplete, the error's hint names.
std::string left_behind(const Values& values, const pgdumpcore::Error& error) {
  if (!values.has("dbname")) return left_of_output(values.text("file"));
  if (values.has("single-transaction")) return "nothing was changed";
  if (!error.hint().empty()) return "the restore is incomplete";
  const bool parts = values.has("table") || values.has("schema") || values.has("function") || values.has("index") ||
                     values.has("trigger") || values.has("missing-rows");
  if (is_set_restore(values) && parts)
    return values.has("clean") && values.text("jobs").empty() ? "nothing was changed"
                                                              : "what was restored until then stays";
  if (values.has("drop-on-failure")) return "databases that were made and not finished are dropped";
  return is_set_restore(values) ? "no database is incomplete" : "nothing was changed";
}

}  // namespace

const Command restore_command = {
    .name = "restore",
    .operand = "[FILE]",
    .summary = "restore an archive, a script or a backup set",
    .description = {"pgdump restore restores an archive of pg_dump or pgdump, or a plain script, compressed or not."},
    .usage = {{"-d DBNAME [OPTION]... [FILE]", "into a database"},
              {"-f FILENAME [OPTION]... [FILE]", "as SQL text"},
              {"-d DBNAME --all SET", "a backup set, into a server"},
              {"-d DBNAME --database NAME [--as NEWNAME] SET"},
              {"-d DBNAME --database NAME -t TABLE SET", "a table of a set"}},
    .exit_statuses = {{done, "done"}, {failed, "failed, or done but for errors that were passed over"}},
    .options = options,
    .positional = "archive",
    .usage_status = failed,
    .run = run,
    .left_behind = left_behind};

}  // namespace cli
