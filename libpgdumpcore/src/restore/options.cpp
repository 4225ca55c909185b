#include "restore/options.hpp"

#include <fmt/format.h>

namespace pgdumpcore::restoring {

namespace {

void refuse(const std::string& message) {
  throw Error(Fault::usage, message);
}

// In pg_restore's words.
void check_content_options(const RestoreOptions& options) {
  struct Clash {
    bool one;
    bool other;
    const char* names;
  };
  const Clash clashes[] = {
      {options.data_only, options.schema_only, "-s/--schema-only and -a/--data-only"},
      {options.schema_only, options.statistics_only, "-s/--schema-only and --statistics-only"},
      {options.data_only, options.statistics_only, "-a/--data-only and --statistics-only"},
      {options.data_only, options.no_data, "-a/--data-only and --no-data"},
      {options.schema_only, options.no_schema, "-s/--schema-only and --no-schema"},
      {options.statistics_only, options.no_statistics, "--statistics-only and --no-statistics"},
      {options.statistics, options.no_statistics, "--statistics and --no-statistics"},
      {options.schema_only, options.statistics, "-s/--schema-only and --statistics"},
      {options.data_only, options.statistics, "-a/--data-only and --statistics"},
      {options.clean, options.data_only, "-c/--clean and -a/--data-only"},
      {options.missing_rows, options.schema_only, "--missing-rows and -s/--schema-only"},
      {options.missing_rows, options.statistics_only, "--missing-rows and --statistics-only"},
      {options.missing_rows, options.no_data, "--missing-rows and --no-data"},
      {options.missing_rows, options.enable_row_security, "--missing-rows and --enable-row-security"},
      {options.missing_rows, options.clean, "--missing-rows and -c/--clean"},
      {options.missing_rows, options.create, "--missing-rows and -C/--create"},
      {options.missing_rows, !options.as_table.empty(), "--missing-rows and --as-table"},
      {!options.as_table.empty(), options.schema_only, "--as-table and -s/--schema-only"},
      {!options.as_table.empty(), options.no_data, "--as-table and --no-data"},
      {!options.as_table.empty(), options.clean, "--as-table and -c/--clean"},
      {!options.as_table.empty(), options.create, "--as-table and -C/--create"},
      {options.create, options.single_transaction, "-C/--create and -1/--single-transaction"},
      {options.single_transaction, options.transaction_size > 0, "-1/--single-transaction and --transaction-size"},
  };
  for (const Clash& clash : clashes)
    if (clash.one && clash.other) refuse(fmt::format("options {} cannot be used together", clash.names));
}

}  // namespace

void check_options(const RestoreOptions& options) {
  check_content_options(options);
  if (options.if_exists && !options.clean) refuse("option --if-exists requires option -c/--clean");
  if (!options.as_table.empty() && options.tables.size() != 1)
    refuse("option --as-table requires one option -t/--table");
  if (options.jobs < 1) refuse("the number of jobs must be at least 1");
  if (options.jobs > 1 && options.single_transaction)
    refuse("cannot specify both --single-transaction and multiple jobs");
  if (options.restrict_key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") !=
      std::string::npos)
    refuse("invalid restrict key");
}

const char* option_of_parts(const RestoreOptions& options, bool as_text) {
  struct Choice {
    bool given;
    const char* name;
  };
  const bool all_sections = options.sections.pre_data && options.sections.data && options.sections.post_data;
  const Choice choices[] = {
      {!options.use_list.empty(), "-L/--use-list"},
      {!options.schemas.empty(), "-n/--schema"},
      {!options.exclude_schemas.empty(), "-N/--exclude-schema"},
      {!options.tables.empty(), "-t/--table"},
      {!options.functions.empty(), "-P/--function"},
      {!options.indexes.empty(), "-I/--index"},
      {!options.triggers.empty(), "-T/--trigger"},
      {!all_sections, "--section"},
      {options.schema_only, "-s/--schema-only"},
      {options.data_only, "-a/--data-only"},
      {options.missing_rows, "--missing-rows"},
      {!options.as_table.empty(), "--as-table"},
      {options.statistics_only, "--statistics-only"},
      {options.statistics, "--statistics"},
      {options.no_schema, "--no-schema"},
      {options.no_data, "--no-data"},
      {options.no_statistics, "--no-statistics"},
      {options.clean, "-c/--clean"},
      {options.create, "-C/--create"},
      {as_text && options.no_owner, "-O/--no-owner"},
      {as_text && options.no_privileges, "-x/--no-privileges"},
      {options.no_comments, "--no-comments"},
      {options.no_policies, "--no-policies"},
      {options.no_publications, "--no-publications"},
      {options.no_security_labels, "--no-security-labels"},
      {options.no_subscriptions, "--no-subscriptions"},
      {as_text && options.no_tablespaces, "--no-tablespaces"},
      {options.no_table_access_method, "--no-table-access-method"},
      {options.disable_triggers, "--disable-triggers"},
      {options.enable_row_security, "--enable-row-security"},
      {options.use_set_session_authorization, "--use-set-session-authorization"},
      {options.no_data_for_failed_tables, "--no-data-for-failed-tables"},
      {options.transaction_size > 0, "--transaction-size"},
      {options.jobs > 1, "-j/--jobs"},
      {options.with_parts, "-t/--table"},
  };
  for (const Choice& choice : choices)
    if (choice.given) return choice.name;
  return nullptr;
}

}  // namespace pgdumpcore::restoring
