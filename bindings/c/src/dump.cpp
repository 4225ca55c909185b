// One database, and the rows of one table or query.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "cancel.hpp"
#include "results.hpp"

#include <pgdumpcore/copy.hpp>
#include <pgdumpcore/dump.hpp>
#include <pgdumpcore/option_tables.hpp>

using From = pgdumpcore_dump_options;
using To = pgdumpcore::DumpOptions;

namespace c_binding {
namespace {

constexpr Switch<From, To> switches[] = {
    {&From::no_chunks, &To::no_chunks},
    {&From::strict_names, &To::strict_names},
    {&From::schema_only, &To::schema_only},
    {&From::data_only, &To::data_only},
    {&From::statistics_only, &To::statistics_only},
    {&From::statistics, &To::statistics},
    {&From::sequence_data, &To::sequence_data},
    {&From::no_schema, &To::no_schema},
    {&From::no_data, &To::no_data},
    {&From::no_statistics, &To::no_statistics},
    {&From::clean, &To::clean},
    {&From::if_exists, &To::if_exists},
    {&From::create, &To::create},
    {&From::no_owner, &To::no_owner},
    {&From::no_privileges, &To::no_privileges},
    {&From::no_comments, &To::no_comments},
    {&From::no_policies, &To::no_policies},
    {&From::no_publications, &To::no_publications},
    {&From::no_subscriptions, &To::no_subscriptions},
    {&From::no_security_labels, &To::no_security_labels},
    {&From::no_tablespaces, &To::no_tablespaces},
    {&From::no_table_access_method, &To::no_table_access_method},
    {&From::no_toast_compression, &To::no_toast_compression},
    {&From::no_unlogged_table_data, &To::no_unlogged_table_data},
    {&From::inserts, &To::inserts},
    {&From::column_inserts, &To::column_inserts},
    {&From::on_conflict_do_nothing, &To::on_conflict_do_nothing},
    {&From::disable_triggers, &To::disable_triggers},
    {&From::disable_dollar_quoting, &To::disable_dollar_quoting},
    {&From::quote_all_identifiers, &To::quote_all_identifiers},
    {&From::load_via_partition_root, &To::load_via_partition_root},
    {&From::enable_row_security, &To::enable_row_security},
    {&From::use_set_session_authorization, &To::use_set_session_authorization},
    {&From::serializable_deferrable, &To::serializable_deferrable},
};

constexpr std::pair<const char* const * From::*, std::vector<std::string> To::*> lists[] = {
    {&From::include_schemas, &To::include_schemas},
    {&From::exclude_schemas, &To::exclude_schemas},
    {&From::include_tables, &To::include_tables},
    {&From::exclude_tables, &To::exclude_tables},
    {&From::exclude_table_data, &To::exclude_table_data},
    {&From::include_tables_and_children, &To::include_tables_and_children},
    {&From::exclude_tables_and_children, &To::exclude_tables_and_children},
    {&From::exclude_table_data_and_children, &To::exclude_table_data_and_children},
    {&From::include_extensions, &To::include_extensions},
    {&From::only_extensions, &To::only_extensions},
    {&From::exclude_extensions, &To::exclude_extensions},
    {&From::include_foreign_data, &To::include_foreign_data},
};

constexpr std::pair<const char * From::*, std::string To::*> texts[] = {
    {&From::superuser, &To::superuser},
    {&From::role, &To::role},
    {&From::encoding, &To::encoding},
    {&From::snapshot, &To::snapshot},
    {&From::lock_wait_timeout, &To::lock_wait_timeout},
    {&From::restrict_key, &To::restrict_key},
};

static_assert(covers(switches, pgdumpcore::dump_switches) && covers(lists, pgdumpcore::dump_lists) &&
              covers(texts, pgdumpcore::dump_texts));

}  // namespace

To dump_options(const From* given) {
  const From from = taken(given, "dump options");
  To to;
  to.format = format_of(from.format);
  if (const std::string compression = text(from.compression); !compression.empty())
    to.compression = pgdumpcore::parse_compression(compression);
  to.jobs = at_least_one(from.jobs, "jobs");
  for (const auto& [source, member] : lists) to.*member = list(from.*source);
  for (const std::string& path : list(from.filter_files)) pgdumpcore::add_filter_file(to, path);
  for (std::size_t i = 0; i < from.row_condition_count; ++i) {
    const pgdumpcore_row_condition& one = required(from.row_conditions, "row_conditions")[i];
    to.row_conditions.push_back({.table = text(one.table), .condition = text(one.condition)});
  }
  to.sections = sections_of(from.sections);
  to.rows_per_insert = at_least_one(from.rows_per_insert, "rows_per_insert");
  if (const int choice = one_of(from.large_objects, PGDUMPCORE_CHOICE_NO + 1, "large_objects"); choice != 0)
    to.large_objects = choice == PGDUMPCORE_CHOICE_YES;
  for (const auto& [source, member] : texts) to.*member = text(from.*source);
  if (from.extra_float_digits != nullptr) to.extra_float_digits = *from.extra_float_digits;
  set_switches(from, to, switches);
  return to;
}

namespace {

pgdumpcore::CopyOptions copy_options(const pgdumpcore_copy_options* given) {
  const auto from = taken(given, "copy options");
  pgdumpcore::CopyOptions to;
  to.schema = text(from.schema);
  to.table = text(from.table);
  to.columns = list(from.columns);
  to.query = text(from.query);
  if (const std::string compression = text(from.compression); !compression.empty())
    to.compression = pgdumpcore::parse_compression(compression);
  to.jobs = at_least_one(from.jobs, "jobs");
  to.snapshot = text(from.snapshot);
  to.encoding = text(from.encoding);
  return to;
}

pgdumpcore::CopyProgress copy_progress(const pgdumpcore_callbacks& callbacks) {
  if (callbacks.on_progress == nullptr) return {};
  return [callbacks](const pgdumpcore::CopySummary& so_far) {
    const pgdumpcore_progress view = {.struct_size = sizeof view,
                                      .database = "",
                                      .table = "",
                                      .tables_total = 0,
                                      .tables_done = 0,
                                      .bytes_total = 0,
                                      .bytes_done = 0,
                                      .bytes_read = so_far.bytes,
                                      .rows = so_far.rows};
    go_on(callbacks.on_progress(callbacks.user_data, &view), "on_progress");
  };
}

struct CopyView : pgdumpcore_copy_summary {
  explicit CopyView(const pgdumpcore::CopySummary& summary)
      : pgdumpcore_copy_summary{
            .struct_size = sizeof(pgdumpcore_copy_summary), .rows = summary.rows, .bytes = summary.bytes} {}
};

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_dump(const pgdumpcore_connect_options* connect, const pgdumpcore_dump_options* options,
                                  const pgdumpcore_target* target, const pgdumpcore_callbacks* callbacks,
                                  pgdumpcore_cancel_token* cancel, pgdumpcore_dump_summary** summary,
                                  pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call& call) {
    const To dumped = dump_options(options);
    const auto told = taken(callbacks, "callbacks");
    hand_over<DumpView>(
        pgdumpcore::dump(connect_options(connect), dumped, target_of(target, dumped.format, call),
                         stop_token_of(cancel), {.on_progress = progress_callback(told), .on_log = log_callback(told)}),
        summary);
  });
}

void pgdumpcore_dump_summary_free(pgdumpcore_dump_summary* summary) {
  release<pgdumpcore::DumpSummary, DumpView>(summary);
}

pgdumpcore_status pgdumpcore_copy(const pgdumpcore_connect_options* connect, const pgdumpcore_copy_options* options,
                                  const pgdumpcore_target* target, const pgdumpcore_callbacks* callbacks,
                                  pgdumpcore_cancel_token* cancel, pgdumpcore_copy_summary** summary,
                                  pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call& call) {
    const auto told = taken(callbacks, "callbacks");
    hand_over<CopyView>(pgdumpcore::copy(connect_options(connect), copy_options(options), sink_of(target, call),
                                         stop_token_of(cancel), copy_progress(told)),
                        summary);
  });
}

void pgdumpcore_copy_summary_free(pgdumpcore_copy_summary* summary) {
  release<pgdumpcore::CopySummary, CopyView>(summary);
}
