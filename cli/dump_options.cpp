#include "dump_options.hpp"

#include "content_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace cli {

namespace {

using pgdumpcore::DumpOptions;

OptionGroup output_options() {
  return {"Output options",
          {
              {"file", 'f', "FILENAME",
               "output file or directory; it appears when it is complete (default: standard output)"},
              {"format", 'F', "c|d|t|p", "output file format (custom, directory, tar, plain text (default))",
               Origin::postgresql, "custom directory tar plain"},
              {"jobs", 'j', "NUM", "use this many connections at once"},
              {"no-chunks", 0, "", "do not let several connections read parts of one table", Origin::pgdump_only},
              {"compress", 'Z', "METHOD[:DETAIL]",
               "none, gzip, lz4 or zstd, with a level, or level=N, long, workers=N; or a gzip level alone",
               Origin::postgresql, "none gzip lz4 zstd"},
              {"encoding", 'E', "ENCODING", "dump the data in this encoding"},
              {"no-sync", 0, "", "do not wait for the file to be written safely to disk"},
              {"sync-method", 0, "METHOD", "how that is done: fsync, or syncfs for the whole file system",
               Origin::postgresql, "fsync syncfs"},
              {"restrict-key", 0, "KEY", "use this key for psql's \\restrict command (default: a random one)"},
          }};
}

OptionGroup selection_options() {
  return {
      "Choice of objects (psql's patterns; each of these may be given several times)",
      {
          repeatable({"extension", 'e', "PATTERN", "the matching extension(s) only"}),
          repeatable({"schema", 'n', "PATTERN", "the matching schema(s) only"}),
          repeatable({"exclude-schema", 'N', "PATTERN", "not the matching schema(s)"}),
          repeatable({"table", 't', "PATTERN", "the matching table(s), views and sequences only"}),
          repeatable({"exclude-table", 'T', "PATTERN", "not the matching table(s)"}),
          repeatable({"exclude-table-data", 0, "PATTERN", "not the data of the matching table(s)"}),
          repeatable({"table-and-children", 0, "PATTERN", "as -t, with partitions and tables that inherit"}),
          repeatable({"exclude-table-and-children", 0, "PATTERN", "as -T, with partitions and tables that inherit"}),
          repeatable({"exclude-table-data-and-children", 0, "PATTERN", "nor the data of their children"}),
          repeatable({"exclude-extension", 0, "PATTERN", "not the matching extension(s)"}),
          repeatable({"include-foreign-data", 0, "PATTERN", "data of foreign tables too, of matching server(s)"}),
          repeatable({"where", 0, "TABLE:CONDITION", "only rows of the matching table(s) that meet this SQL condition",
                      Origin::pgdump_only}),
          repeatable({"filter", 0, "FILENAME", "include and exclude what the rules in this file say"}),
          {"strict-names", 0, "", "fail if a PATTERN of -e, -n or -t matches nothing"},
          repeatable({"section", 0, "SECTION", "this section only: pre-data, data or post-data", Origin::postgresql,
                      "pre-data data post-data"}),
      }};
}

OptionGroup content_options() {
  OptionGroup group = {"Contents",
                       {
                           {"data-only", 'a', "", "only the data, not the schema"},
                           {"schema-only", 's', "", "only the schema, no data"},
                           {"statistics", 0, "", "the planner's statistics too (18 and later)"},
                           {"statistics-only", 0, "", "only the planner's statistics (18 and later)"},
                           {"no-schema", 0, "", "no schema"},
                           {"no-data", 0, "", "no data"},
                           {"no-statistics", 0, "", "no statistics"},
                           {"sequence-data", 0, "", "the values of sequences even without other data"},
                           {"clean", 'c', "", "drop database objects before creating them"},
                           {"if-exists", 0, "", "use IF EXISTS when dropping objects"},
                           {"create", 'C', "", "create the database, and connect to it"},
                           {"large-objects", 'b', "", "large objects too, where a PATTERN or -s leaves them out"},
                           {"blobs", 0, "", "same as --large-objects"},
                           {"no-large-objects", 'B', "", "no large objects"},
                           {"no-blobs", 0, "", "same as --no-large-objects"},
                       }};
  const std::vector<Option> left_out = left_out_options();
  group.options.insert(group.options.end(), left_out.begin(), left_out.end());
  group.options.push_back({"no-toast-compression", 0, "", "no TOAST compression methods"});
  group.options.push_back({"no-unlogged-table-data", 0, "", "no data of unlogged tables"});
  return group;
}

OptionGroup form_options() {
  return {"Form of the output",
          {
              {"inserts", 0, "", "rows as INSERT commands, not COPY"},
              {"column-inserts", 0, "", "rows as INSERT commands with column names"},
              {"attribute-inserts", 0, "", "same as --column-inserts"},
              {"rows-per-insert", 0, "NROWS", "rows per INSERT command; implies --inserts"},
              {"on-conflict-do-nothing", 0, "", "add ON CONFLICT DO NOTHING to INSERT commands"},
              {"load-via-partition-root", 0, "", "load partitions through the root table"},
              {"disable-triggers", 0, "", "disable triggers while data is restored"},
              {"superuser", 'S', "NAME", "superuser to become for --disable-triggers"},
              {"use-set-session-authorization", 0, "", "set ownership with SET SESSION AUTHORIZATION"},
              {"disable-dollar-quoting", 0, "", "use standard quoting, not dollar quoting"},
              {"quote-all-identifiers", 0, "", "quote all identifiers, key words or not"},
              {"extra-float-digits", 0, "NUM", "set extra_float_digits to this"},
          }};
}

OptionGroup session_options() {
  return {"Session",
          {
              {"role", 0, "ROLENAME", "do SET ROLE before the dump"},
              {"lock-wait-timeout", 0, "TIMEOUT", "fail after waiting this long for a table lock"},
              {"snapshot", 0, "SNAPSHOT", "use this exported snapshot"},
              {"serializable-deferrable", 0, "", "wait for a snapshot that is free of anomalies"},
              {"no-synchronized-snapshots", 0, "", "no effect: servers since 10 can share one"},
              {"no-reconnect", 'R', "", "no effect: there is one connection as one user"},
              {"enable-row-security", 0, "", "dump only the rows that row security shows this user"},
          }};
}

// Without a title: help does not speak of them.
OptionGroup missing_options() {
  return {"",
          {
              {"binary-upgrade", 0, "", "It is for pg_upgrade alone, which runs its own pg_dump.", Origin::missing},
          }};
}

void form_from(const Values& values, DumpOptions& options) {
  if (values.has("attribute-inserts")) options.column_inserts = true;
  if (const auto rows = values.integer("rows-per-insert", 1, std::numeric_limits<int>::max())) {
    options.inserts = true;
    options.rows_per_insert = *rows;
  }
  options.extra_float_digits = values.integer("extra-float-digits", -15, 3);
}

// TABLE:CONDITION, where a colon in quotes or in the brackets of a regular expression is one of the pattern's.
pgdumpcore::RowCondition row_condition_from(const std::string& text) {
  bool quoted = false;
  int brackets = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == '[') ++brackets;
    if (text[i] == ']') --brackets;
    if (text[i] != ':' || brackets > 0) continue;
    if (i == 0 || text.find_first_not_of(" \t\n\r\f\v", i + 1) == std::string::npos) break;
    return {.table = text.substr(0, i), .condition = text.substr(i + 1)};
  }
  throw UsageError{fmt::format("invalid value \"{}\" for option --where", text),
                   "It has to be a table's name or pattern, a colon, and an SQL condition: orders:total > 100."};
}

void filters_from(const Values& values, DumpOptions& options) {
  for (const std::string& path : values.list("filter")) pgdumpcore::add_filter_file(options, path);
  for (const std::string& text : values.list("where")) options.row_conditions.push_back(row_condition_from(text));
  options.sections = sections_from(values.list("section"));
  if (values.has("no-acl")) options.no_privileges = true;
  if (values.has("no-large-objects") || values.has("no-blobs")) options.large_objects = false;
  if (values.has("large-objects") || values.has("blobs")) options.large_objects = true;
}

}  // namespace

pgdumpcore::Sections sections_from(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  pgdumpcore::Sections sections{false, false, false};
  for (const std::string& name : names) {
    if (name == "pre-data")
      sections.pre_data = true;
    else if (name == "data")
      sections.data = true;
    else if (name == "post-data")
      sections.post_data = true;
    else
      throw UsageError{fmt::format("unrecognized section name: \"{}\"", name), try_help};
  }
  return sections;
}

OptionTable dump_options() {
  return {output_options(), selection_options(), content_options(),
          form_options(),   session_options(),   missing_options()};
}

pgdumpcore::Format format_from(const Values& values) {
  using pgdumpcore::Format;
  struct Name {
    std::string_view letter;
    std::string_view word;
    Format format;
  };
  static constexpr std::array<Name, 4> names = {{{"p", "plain", Format::plain},
                                                 {"c", "custom", Format::custom},
                                                 {"d", "directory", Format::directory},
                                                 {"t", "tar", Format::tar}}};
  if (!values.has("format")) return Format::plain;
  const std::string given = values.text("format");
  for (const Name& name : names)
    if (lower(given) == name.letter || lower(given) == name.word) return name.format;
  throw UsageError{fmt::format("invalid output format \"{}\" specified", given)};
}

DumpOptions dump_options_from(const Values& values) {
  DumpOptions options;
  options.format = format_from(values);
  if (values.has("compress")) options.compression = pgdumpcore::parse_compression(values.text("compress"));
  options.jobs = values.integer("jobs", 1, std::numeric_limits<int>::max(), "-j/--jobs").value_or(1);
  take_switches(values, pgdumpcore::dump_switches, options);
  take_lists(values, pgdumpcore::dump_lists, options);
  take_texts(values, pgdumpcore::dump_texts, options);
  if (values.has("restrict-key") && options.restrict_key.empty()) throw UsageError{"invalid restrict key"};
  filters_from(values, options);
  form_from(values, options);
  return options;
}

}  // namespace cli
