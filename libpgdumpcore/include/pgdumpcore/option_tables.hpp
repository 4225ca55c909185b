// The members of DumpOptions and RestoreOptions by their names, for programs that take options from somewhere: a
// command line, a file, another language. Every member of type bool, std::string and std::vector<std::string> that is
// an option of its own is here; the others (format, jobs, sections and so on) are few and have types of their own.
#pragma once

#include <pgdumpcore/options.hpp>
#include <pgdumpcore/restore.hpp>

#include <string>
#include <vector>

namespace pgdumpcore {

/// One option. `name` is the member's, `command_line` is what pg_dump or pg_restore calls it, without the dashes; it is
/// empty where the programs have no such option. Both are valid for ever.
template <typename Options, typename Value>
struct NamedOption {
  const char* name;
  const char* command_line;
  Value Options::*member;
};

/// What is on or off in a dump.
inline constexpr NamedOption<DumpOptions, bool> dump_switches[] = {
    {"no_chunks", "no-chunks", &DumpOptions::no_chunks},
    {"strict_names", "strict-names", &DumpOptions::strict_names},
    {"schema_only", "schema-only", &DumpOptions::schema_only},
    {"data_only", "data-only", &DumpOptions::data_only},
    {"statistics_only", "statistics-only", &DumpOptions::statistics_only},
    {"statistics", "statistics", &DumpOptions::statistics},
    {"sequence_data", "sequence-data", &DumpOptions::sequence_data},
    {"no_schema", "no-schema", &DumpOptions::no_schema},
    {"no_data", "no-data", &DumpOptions::no_data},
    {"no_statistics", "no-statistics", &DumpOptions::no_statistics},
    {"clean", "clean", &DumpOptions::clean},
    {"if_exists", "if-exists", &DumpOptions::if_exists},
    {"create", "create", &DumpOptions::create},
    {"no_owner", "no-owner", &DumpOptions::no_owner},
    {"no_privileges", "no-privileges", &DumpOptions::no_privileges},
    {"no_comments", "no-comments", &DumpOptions::no_comments},
    {"no_policies", "no-policies", &DumpOptions::no_policies},
    {"no_publications", "no-publications", &DumpOptions::no_publications},
    {"no_subscriptions", "no-subscriptions", &DumpOptions::no_subscriptions},
    {"no_security_labels", "no-security-labels", &DumpOptions::no_security_labels},
    {"no_tablespaces", "no-tablespaces", &DumpOptions::no_tablespaces},
    {"no_table_access_method", "no-table-access-method", &DumpOptions::no_table_access_method},
    {"no_toast_compression", "no-toast-compression", &DumpOptions::no_toast_compression},
    {"no_unlogged_table_data", "no-unlogged-table-data", &DumpOptions::no_unlogged_table_data},
    {"inserts", "inserts", &DumpOptions::inserts},
    {"column_inserts", "column-inserts", &DumpOptions::column_inserts},
    {"on_conflict_do_nothing", "on-conflict-do-nothing", &DumpOptions::on_conflict_do_nothing},
    {"disable_triggers", "disable-triggers", &DumpOptions::disable_triggers},
    {"disable_dollar_quoting", "disable-dollar-quoting", &DumpOptions::disable_dollar_quoting},
    {"quote_all_identifiers", "quote-all-identifiers", &DumpOptions::quote_all_identifiers},
    {"load_via_partition_root", "load-via-partition-root", &DumpOptions::load_via_partition_root},
    {"enable_row_security", "enable-row-security", &DumpOptions::enable_row_security},
    {"use_set_session_authorization", "use-set-session-authorization", &DumpOptions::use_set_session_authorization},
    {"serializable_deferrable", "serializable-deferrable", &DumpOptions::serializable_deferrable},
};

/// Patterns of a dump.
inline constexpr NamedOption<DumpOptions, std::vector<std::string>> dump_lists[] = {
    {"include_schemas", "schema", &DumpOptions::include_schemas},
    {"exclude_schemas", "exclude-schema", &DumpOptions::exclude_schemas},
    {"include_tables", "table", &DumpOptions::include_tables},
    {"exclude_tables", "exclude-table", &DumpOptions::exclude_tables},
    {"exclude_table_data", "exclude-table-data", &DumpOptions::exclude_table_data},
    {"include_tables_and_children", "table-and-children", &DumpOptions::include_tables_and_children},
    {"exclude_tables_and_children", "exclude-table-and-children", &DumpOptions::exclude_tables_and_children},
    {"exclude_table_data_and_children", "exclude-table-data-and-children",
     &DumpOptions::exclude_table_data_and_children},
    {"include_extensions", "extension", &DumpOptions::include_extensions},
    {"only_extensions", "", &DumpOptions::only_extensions},
    {"exclude_extensions", "exclude-extension", &DumpOptions::exclude_extensions},
    {"include_foreign_data", "include-foreign-data", &DumpOptions::include_foreign_data},
};

/// Texts of a dump; empty: not given.
inline constexpr NamedOption<DumpOptions, std::string> dump_texts[] = {
    {"superuser", "superuser", &DumpOptions::superuser},
    {"role", "role", &DumpOptions::role},
    {"encoding", "encoding", &DumpOptions::encoding},
    {"snapshot", "snapshot", &DumpOptions::snapshot},
    {"lock_wait_timeout", "lock-wait-timeout", &DumpOptions::lock_wait_timeout},
    {"restrict_key", "restrict-key", &DumpOptions::restrict_key},
};

/// What is on or off in a restore.
inline constexpr NamedOption<RestoreOptions, bool> restore_switches[] = {
    {"strict_names", "strict-names", &RestoreOptions::strict_names},
    {"schema_only", "schema-only", &RestoreOptions::schema_only},
    {"data_only", "data-only", &RestoreOptions::data_only},
    {"statistics_only", "statistics-only", &RestoreOptions::statistics_only},
    {"statistics", "statistics", &RestoreOptions::statistics},
    {"no_schema", "no-schema", &RestoreOptions::no_schema},
    {"no_data", "no-data", &RestoreOptions::no_data},
    {"no_statistics", "no-statistics", &RestoreOptions::no_statistics},
    {"clean", "clean", &RestoreOptions::clean},
    {"if_exists", "if-exists", &RestoreOptions::if_exists},
    {"create", "create", &RestoreOptions::create},
    {"no_owner", "no-owner", &RestoreOptions::no_owner},
    {"no_privileges", "no-privileges", &RestoreOptions::no_privileges},
    {"no_comments", "no-comments", &RestoreOptions::no_comments},
    {"no_policies", "no-policies", &RestoreOptions::no_policies},
    {"no_publications", "no-publications", &RestoreOptions::no_publications},
    {"no_security_labels", "no-security-labels", &RestoreOptions::no_security_labels},
    {"no_subscriptions", "no-subscriptions", &RestoreOptions::no_subscriptions},
    {"no_tablespaces", "no-tablespaces", &RestoreOptions::no_tablespaces},
    {"no_table_access_method", "no-table-access-method", &RestoreOptions::no_table_access_method},
    {"disable_triggers", "disable-triggers", &RestoreOptions::disable_triggers},
    {"enable_row_security", "enable-row-security", &RestoreOptions::enable_row_security},
    {"use_set_session_authorization", "use-set-session-authorization", &RestoreOptions::use_set_session_authorization},
    {"no_data_for_failed_tables", "no-data-for-failed-tables", &RestoreOptions::no_data_for_failed_tables},
    {"exit_on_error", "exit-on-error", &RestoreOptions::exit_on_error},
    {"single_transaction", "single-transaction", &RestoreOptions::single_transaction},
    {"missing_rows", "missing-rows", &RestoreOptions::missing_rows},
    {"force", "force", &RestoreOptions::force},
    {"allow_missing_names", "", &RestoreOptions::allow_missing_names},
    {"with_parts", "", &RestoreOptions::with_parts},
};

/// Names of a restore.
inline constexpr NamedOption<RestoreOptions, std::vector<std::string>> restore_lists[] = {
    {"schemas", "schema", &RestoreOptions::schemas},
    {"exclude_schemas", "exclude-schema", &RestoreOptions::exclude_schemas},
    {"tables", "table", &RestoreOptions::tables},
    {"functions", "function", &RestoreOptions::functions},
    {"indexes", "index", &RestoreOptions::indexes},
    {"triggers", "trigger", &RestoreOptions::triggers},
};

/// Texts of a restore; empty: not given.
inline constexpr NamedOption<RestoreOptions, std::string> restore_texts[] = {
    {"superuser", "superuser", &RestoreOptions::superuser},
    {"role", "role", &RestoreOptions::role},
    {"as_table", "as-table", &RestoreOptions::as_table},
    {"restrict_key", "restrict-key", &RestoreOptions::restrict_key},
};

}  // namespace pgdumpcore
