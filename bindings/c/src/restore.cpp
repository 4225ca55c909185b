// An archive or a script, into a database or as text.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "cancel.hpp"
#include "results.hpp"

#include <pgdumpcore/option_tables.hpp>
#include <pgdumpcore/restore.hpp>

#include <fmt/format.h>

using From = pgdumpcore_restore_options;
using To = pgdumpcore::RestoreOptions;

namespace c_binding {
namespace {

constexpr Switch<From, To> switches[] = {
    {&From::strict_names, &To::strict_names},
    {&From::schema_only, &To::schema_only},
    {&From::data_only, &To::data_only},
    {&From::statistics_only, &To::statistics_only},
    {&From::statistics, &To::statistics},
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
    {&From::no_security_labels, &To::no_security_labels},
    {&From::no_subscriptions, &To::no_subscriptions},
    {&From::no_tablespaces, &To::no_tablespaces},
    {&From::no_table_access_method, &To::no_table_access_method},
    {&From::disable_triggers, &To::disable_triggers},
    {&From::enable_row_security, &To::enable_row_security},
    {&From::use_set_session_authorization, &To::use_set_session_authorization},
    {&From::no_data_for_failed_tables, &To::no_data_for_failed_tables},
    {&From::exit_on_error, &To::exit_on_error},
    {&From::single_transaction, &To::single_transaction},
    {&From::missing_rows, &To::missing_rows},
    {&From::force, &To::force},
    {&From::allow_missing_names, &To::allow_missing_names},
    {&From::with_parts, &To::with_parts},
};

constexpr std::pair<const char* const * From::*, std::vector<std::string> To::*> lists[] = {
    {&From::schemas, &To::schemas}, {&From::exclude_schemas, &To::exclude_schemas},
    {&From::tables, &To::tables},   {&From::functions, &To::functions},
    {&From::indexes, &To::indexes}, {&From::triggers, &To::triggers},
};

constexpr std::pair<const char * From::*, std::string To::*> texts[] = {
    {&From::superuser, &To::superuser},
    {&From::role, &To::role},
    {&From::as_table, &To::as_table},
    {&From::restrict_key, &To::restrict_key},
};

static_assert(covers(switches, pgdumpcore::restore_switches) && covers(lists, pgdumpcore::restore_lists) &&
              covers(texts, pgdumpcore::restore_texts));

}  // namespace

To restore_options(const From* given) {
  const From from = taken(given, "restore options");
  To to;
  to.use_list = text(from.use_list);
  for (const auto& [source, member] : lists) to.*member = list(from.*source);
  for (const std::string& path : list(from.filter_files)) pgdumpcore::add_filter_file(to, path);
  for (const auto& [source, member] : texts) to.*member = text(from.*source);
  to.jobs = at_least_one(from.jobs, "jobs");
  to.transaction_size = natural(from.transaction_size, "transaction_size");
  to.sections = sections_of(from.sections);
  set_switches(from, to, switches);
  return to;
}

pgdumpcore::RestoreObserver restore_observer(const pgdumpcore_callbacks& callbacks) {
  pgdumpcore::RestoreObserver observer = {
      .on_progress = progress_callback(callbacks), .on_log = log_callback(callbacks), .on_error = {}};
  if (callbacks.on_error != nullptr)
    observer.on_error = [callbacks](const pgdumpcore::Error& refused) {
      const pgdumpcore_error told = error_of(refused);
      go_on(callbacks.on_error(callbacks.user_data, &told), "on_error");
    };
  return observer;
}

namespace {

void end_with(pgdumpcore::RestoreSummary done, pgdumpcore_restore_summary** summary) {
  const std::uint64_t errors = done.errors;
  hand_over<RestoreView>(std::move(done), summary);
  if (errors != 0) throw Incomplete{fmt::format("errors that the restore passed over: {}", errors)};
}

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_restore(const pgdumpcore_source* source, const pgdumpcore_connect_options* connect,
                                     const pgdumpcore_restore_options* options, const pgdumpcore_callbacks* callbacks,
                                     pgdumpcore_cancel_token* cancel, pgdumpcore_restore_summary** summary,
                                     pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    end_with(pgdumpcore::restore(restore_input(source), connect_options(connect), restore_options(options),
                                 stop_token_of(cancel), restore_observer(taken(callbacks, "callbacks"))),
             summary);
  });
}

pgdumpcore_status pgdumpcore_restore_to_script(const pgdumpcore_source* source, const pgdumpcore_target* target,
                                               const pgdumpcore_restore_options* options,
                                               const pgdumpcore_callbacks* callbacks, pgdumpcore_cancel_token* cancel,
                                               pgdumpcore_restore_summary** summary, pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call& call) {
    end_with(pgdumpcore::restore_to_script(restore_input(source), target_of(target, pgdumpcore::Format::plain, call),
                                           restore_options(options), stop_token_of(cancel),
                                           restore_observer(taken(callbacks, "callbacks"))),
             summary);
  });
}

void pgdumpcore_restore_summary_free(pgdumpcore_restore_summary* summary) {
  release<pgdumpcore::RestoreSummary, RestoreView>(summary);
}

pgdumpcore_status pgdumpcore_restore_list(const pgdumpcore_source* source, const pgdumpcore_restore_options* options,
                                          char** text, pgdumpcore_error** error) {
  return guarded(text, error, [&](Call&) {
    required(text, "text");
    *text = given_text(pgdumpcore::restore_list(restore_input(source), restore_options(options)));
  });
}
