#include "dump_options.hpp"

#include <fmt/format.h>

#include <limits>

namespace cli {

namespace {

using pgdumpcore::DumpOptions;

po::typed_value<std::vector<std::string>>* patterns() {
  return po::value<std::vector<std::string>>()->value_name("PATTERN")->composing();
}

po::options_description output_options() {
  po::options_description options("Output options");
  options.add_options()
      ("file,f", po::value<std::string>(), "output file name; it appears when it is complete")
      ("format,F", po::value<std::string>(), "output file format (plain)")
      ("compress,Z", po::value<std::string>(), "METHOD[:DETAIL]: none, gzip, lz4, zstd; or a gzip level")
      ("encoding,E", po::value<std::string>(), "dump the data in this encoding")
      ("no-sync", toggle(), "do not wait for the file to be written safely to disk")
      ("restrict-key", po::value<std::string>(), "use this key for psql's \\restrict command");
  return options;
}

po::options_description content_options() {
  po::options_description options("Content options");
  options.add_options()
      ("data-only,a", toggle(), "dump only the data, not the schema")
      ("schema-only,s", toggle(), "dump only the schema, no data")
      ("section", po::value<std::vector<std::string>>()->composing(), "dump this section (pre-data, data, or post-data)")
      ("clean,c", toggle(), "drop database objects before recreating them")
      ("if-exists", toggle(), "use IF EXISTS when dropping objects")
      ("create,C", toggle(), "include commands to create the database")
      ("large-objects,b", toggle(), "include large objects")
      ("blobs", toggle(), "as --large-objects")
      ("no-large-objects,B", toggle(), "exclude large objects")
      ("no-blobs", toggle(), "as --no-large-objects")
      ("extension,e", patterns(), "dump the given extension(s) only")
      ("schema,n", patterns(), "dump the given schema(s) only")
      ("exclude-schema,N", patterns(), "do not dump the given schema(s)")
      ("table,t", patterns(), "dump only the given table(s)")
      ("exclude-table,T", patterns(), "do not dump the given table(s)")
      ("exclude-table-data", patterns(), "do not dump the data of the given table(s)")
      ("strict-names", toggle(), "each pattern must match something")
      ("no-owner,O", toggle(), "leave out commands that set ownership")
      ("no-privileges,x", toggle(), "leave out privileges (grant and revoke)")
      ("no-acl", toggle(), "as --no-privileges")
      ("no-comments", toggle(), "leave out comments")
      ("no-security-labels", toggle(), "leave out security labels")
      ("no-tablespaces", toggle(), "leave out tablespace assignments")
      ("no-table-access-method", toggle(), "leave out table access methods")
      ("no-toast-compression", toggle(), "leave out TOAST compression methods")
      ("no-unlogged-table-data", toggle(), "leave out the data of unlogged tables");
  return options;
}

po::options_description form_options() {
  po::options_description options("Form of the output");
  options.add_options()
      ("inserts", toggle(), "write rows as INSERT commands, not COPY")
      ("column-inserts", toggle(), "write rows as INSERT commands with column names")
      ("attribute-inserts", toggle(), "as --column-inserts")
      ("rows-per-insert", po::value<std::string>(), "rows per INSERT; implies --inserts")
      ("on-conflict-do-nothing", toggle(), "add ON CONFLICT DO NOTHING to INSERT commands")
      ("disable-triggers", toggle(), "disable triggers during a data-only restore")
      ("disable-dollar-quoting", toggle(), "use standard quoting, not dollar quoting")
      ("quote-all-identifiers", toggle(), "quote all identifiers, even those that are no keywords")
      ("load-via-partition-root", toggle(), "load partitions via the root table")
      ("enable-row-security", toggle(), "dump only what row security lets this user see")
      ("use-set-session-authorization", toggle(), "set ownership with SET SESSION AUTHORIZATION")
      ("superuser,S", po::value<std::string>(), "superuser name to use for --disable-triggers")
      ("extra-float-digits", po::value<int>(), "override the default setting of extra_float_digits")
      ("lock-wait-timeout", po::value<std::string>(), "fail after waiting this long for a table lock")
      ("snapshot", po::value<std::string>(), "use this exported snapshot")
      ("serializable-deferrable", toggle(), "wait for a snapshot that is free of anomalies");
  return options;
}

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
      throw UsageError{fmt::format("unrecognized section name: \"{}\"", name),
                       "Try \"pgdump --help\" for more information."};
  }
  return sections;
}

int rows_per_insert_from(const po::variables_map& values) {
  if (!values.contains("rows-per-insert")) return 0;
  const std::string given = text(values, "rows-per-insert");
  std::size_t used = 0;
  long rows = 0;
  try {
    rows = std::stol(given, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used != given.size())
    throw UsageError{fmt::format("invalid value \"{}\" for option --rows-per-insert", given), ""};
  if (rows < 1 || rows > std::numeric_limits<int>::max())
    throw UsageError{fmt::format("--rows-per-insert must be in range 1..{}", std::numeric_limits<int>::max()), ""};
  return static_cast<int>(rows);
}

void check_format(const std::string& format) {
  if (format.empty() || format == "p" || format == "plain") return;
  throw UsageError{fmt::format("invalid output format \"{}\" specified", format), ""};
}

void form_from(const po::variables_map& values, DumpOptions& options) {
  options.inserts = flag(values, "inserts");
  options.column_inserts = flag(values, "column-inserts") || flag(values, "attribute-inserts");
  if (const int rows = rows_per_insert_from(values); rows > 0) {
    options.inserts = true;
    options.rows_per_insert = rows;
  }
  options.on_conflict_do_nothing = flag(values, "on-conflict-do-nothing");
  options.disable_triggers = flag(values, "disable-triggers");
  options.disable_dollar_quoting = flag(values, "disable-dollar-quoting");
  options.quote_all_identifiers = flag(values, "quote-all-identifiers");
  options.load_via_partition_root = flag(values, "load-via-partition-root");
  options.enable_row_security = flag(values, "enable-row-security");
  options.use_set_session_authorization = flag(values, "use-set-session-authorization");
  options.superuser = text(values, "superuser");
  options.lock_wait_timeout = text(values, "lock-wait-timeout");
  options.snapshot = text(values, "snapshot");
  options.serializable_deferrable = flag(values, "serializable-deferrable");
  if (values.contains("extra-float-digits")) options.extra_float_digits = values["extra-float-digits"].as<int>();
}

void filters_from(const po::variables_map& values, DumpOptions& options) {
  options.include_schemas = list(values, "schema");
  options.exclude_schemas = list(values, "exclude-schema");
  options.include_tables = list(values, "table");
  options.exclude_tables = list(values, "exclude-table");
  options.exclude_table_data = list(values, "exclude-table-data");
  options.include_extensions = list(values, "extension");
  options.strict_names = flag(values, "strict-names");
  options.sections = sections_from(list(values, "section"));
  options.schema_only = flag(values, "schema-only");
  options.data_only = flag(values, "data-only");
  options.clean = flag(values, "clean");
  options.if_exists = flag(values, "if-exists");
  options.create = flag(values, "create");
  if (flag(values, "large-objects") || flag(values, "blobs")) options.large_objects = true;
  if (flag(values, "no-large-objects") || flag(values, "no-blobs")) options.large_objects = false;
  options.no_owner = flag(values, "no-owner");
  options.no_privileges = flag(values, "no-privileges") || flag(values, "no-acl");
  options.no_comments = flag(values, "no-comments");
  options.no_security_labels = flag(values, "no-security-labels");
  options.no_tablespaces = flag(values, "no-tablespaces");
  options.no_table_access_method = flag(values, "no-table-access-method");
  options.no_toast_compression = flag(values, "no-toast-compression");
  options.no_unlogged_table_data = flag(values, "no-unlogged-table-data");
}

}  // namespace

po::options_description dump_options() {
  po::options_description all;
  all.add(output_options()).add(content_options()).add(form_options());
  return all;
}

DumpOptions dump_options_from(const po::variables_map& values) {
  DumpOptions options;
  check_format(text(values, "format"));
  if (values.contains("compress")) options.compression = pgdumpcore::parse_compression(text(values, "compress"));
  options.encoding = text(values, "encoding");
  options.restrict_key = text(values, "restrict-key");
  options.role = text(values, "role");
  filters_from(values, options);
  form_from(values, options);
  return options;
}

}  // namespace cli
