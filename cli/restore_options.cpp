#include "restore_options.hpp"

#include "content_options.hpp"
#include "dump_options.hpp"
#include "messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>

namespace cli {

namespace {

using pgdumpcore::RestoreOptions;

OptionGroup source_options() {
  return {"Input and output",
          {
              {"archive", 0, "FILE", "archive or plain script to restore (default, or -: standard input)",
               Origin::pgdump_only},
              {"file", 'f', "FILENAME", "write SQL to this file (-: standard output) instead of a database"},
              {"format", 'F', "c|d|t", "format of the archive; it is found out without this", Origin::postgresql,
               "custom directory tar"},
              {"list", 'l', "", "print the archive's table of contents"},
              {"use-list", 'L', "FILENAME", "restore what this list names, in its order"},
              {"restrict-key", 0, "KEY", "use this key for psql's \\restrict command (default: a random one)"},
          }};
}

OptionGroup choice_options() {
  return {"Choice of objects (NAME or SCHEMA.NAME, no patterns; repeatable)",
          {
              repeatable({"schema", 'n', "NAME", "only objects in this schema"}),
              repeatable({"exclude-schema", 'N', "NAME", "no objects in this schema"}),
              repeatable({"table", 't', "NAME", "this table, view or sequence"}),
              repeatable({"function", 'P', "NAME(ARGS)", "this function"}),
              repeatable({"index", 'I', "NAME", "this index"}),
              repeatable({"trigger", 'T', "NAME", "this trigger"}),
              repeatable({"filter", 0, "FILENAME", "include and exclude what the rules in this file say"}),
              {"strict-names", 0, "", "fail if a name is not in the archive, as without it"},
              repeatable({"section", 0, "SECTION", "this section only: pre-data, data or post-data", Origin::postgresql,
                          "pre-data data post-data"}),
          }};
}

OptionGroup content_options() {
  OptionGroup group = {"Contents",
                       {
                           {"data-only", 'a', "", "only the data, not the schema"},
                           {"schema-only", 's', "", "only the schema, no data"},
                           {"statistics-only", 0, "", "only the statistics"},
                           {"no-data", 0, "", "no data"},
                           {"no-schema", 0, "", "no schema"},
                           {"statistics", 0, "", "the statistics, as without it"},
                           {"no-statistics", 0, "", "no statistics"},
                           {"clean", 'c', "", "drop database objects before creating them"},
                           {"if-exists", 0, "", "use IF EXISTS when dropping objects"},
                           {"create", 'C', "", "create the database, and restore into it"},
                       }};
  const std::vector<Option> left_out = left_out_options();
  group.options.insert(group.options.end(), left_out.begin(), left_out.end());
  return group;
}

OptionGroup behaviour_options() {
  return {
      "How to restore",
      {
          {"jobs", 'j', "NUM", "restore over this many connections side by side"},
          {"exit-on-error", 'e', "", "stop at the first error (default: go on, and count them)"},
          {"single-transaction", '1', "", "all or nothing"},
          {"transaction-size", 0, "N", "commit after every N objects; stop at the first error"},
          {"missing-rows", 0, "", "of the rows only those that the tables lack", Origin::pgdump_only},
          {"as-table", 0, "NAME", "the rows of the one table of -t into a new table of this name", Origin::pgdump_only},
          {"no-data-for-failed-tables", 0, "", "no data of tables that could not be created"},
          {"disable-triggers", 0, "", "disable triggers while only data is restored"},
          {"superuser", 'S', "NAME", "superuser to become for --disable-triggers"},
          {"enable-row-security", 0, "", "load data under row security"},
          {"use-set-session-authorization", 0, "", "set ownership with SET SESSION AUTHORIZATION"},
          {"force", 0, "",
           "run a script even if what it creates exists; go on where an archive or a set is damaged or lacks something",
           Origin::pgdump_only},
          {"role", 0, "ROLENAME", "do SET ROLE before restoring"},
          {"no-reconnect", 'R', "", "no effect: there is one connection as one user"},
      }};
}

void choices_from(const Values& values, RestoreOptions& options) {
  options.use_list = values.text("use-list");
  for (const std::string& path : values.list("filter")) pgdumpcore::add_filter_file(options, path);
  options.allow_missing_names = messages().is_under_postgresql_name();
  options.sections = sections_from(values.list("section"));
  if (values.has("no-acl")) options.no_privileges = true;
}

void behaviour_from(const Values& values, RestoreOptions& options) {
  constexpr int most = std::numeric_limits<int>::max();
  options.jobs = values.integer("jobs", 1, most, "-j/--jobs").value_or(1);
  options.transaction_size = values.integer("transaction-size", 1, most).value_or(0);
}

// pg_restore reads an archive as what the option says, and fails where it is something else. What comes through the
// standard input or a pipe is not looked at.
void check_format_of(const std::string& path, char format) {
  std::error_code none;
  if (format == 'd') {
    if (std::filesystem::exists(path, none) && !std::filesystem::is_directory(path, none))
      throw UsageError{fmt::format("could not open input file \"{}/toc.dat\": Not a directory", path), ""};
    return;
  }
  if (std::filesystem::is_directory(path, none)) throw UsageError{"could not read from input file: Is a directory", ""};
  if (!std::filesystem::is_regular_file(path, none)) return;
  std::array<char, 512> start{};
  std::ifstream(path, std::ios::binary).read(start.data(), start.size());
  const std::string_view bytes(start.data(), start.size());
  if (format == 'c' && !bytes.starts_with("PGDMP")) throw UsageError{"did not find magic string in file header", ""};
  static constexpr std::size_t place_of_magic = 257;
  if (format == 't' && bytes.substr(place_of_magic, 5) != "ustar")
    throw UsageError{fmt::format("\"{}\" is no archive in tar format", path), ""};
}

// What the input is, its bytes say; the option is there for scripts that give it.
void check_archive_format(const Values& values) {
  if (!values.has("format")) return;
  static constexpr std::array<std::string_view, 6> archives = {"c", "custom", "d", "directory", "t", "tar"};
  const std::string given = values.text("format");
  const std::string format = lower(given);
  const bool as_pg_restore = messages().is_under_postgresql_name();
  if (as_pg_restore && std::ranges::find(archives, format) != archives.end() && !values.text("archive").empty())
    return check_format_of(values.text("archive"), format.front());
  if ((!as_pg_restore && (format == "p" || format == "plain")) || std::ranges::find(archives, format) != archives.end())
    return;
  throw UsageError{fmt::format("unrecognized archive format \"{}\"; please specify \"c\", \"d\", or \"t\"", given), ""};
}

}  // namespace

// A variable that a backup's environment has left behind must not choose in silence what comes back.
void report_choices_of_environment(const Values& values) {
  for (const OptionGroup& group : {choice_options(), content_options()})
    for (const Option& option : group.options)
      if (const std::string variable = values.variable(option.name); !variable.empty())
        messages().warning(fmt::format("environment variable {} stands for option --{}, which chooses what is restored",
                                       variable, option.name));
}

OptionTable restore_options() {
  return {source_options(), choice_options(), content_options(), behaviour_options()};
}

RestoreOptions restore_options_from(const Values& values) {
  RestoreOptions options;
  check_archive_format(values);
  take_switches(values, pgdumpcore::restore_switches, options);
  take_lists(values, pgdumpcore::restore_lists, options);
  take_texts(values, pgdumpcore::restore_texts, options);
  choices_from(values, options);
  report_choices_of_environment(values);
  behaviour_from(values, options);
  return options;
}

}  // namespace cli
