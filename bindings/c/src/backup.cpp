// Every database of a server, and whether what was saved is whole.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "cancel.hpp"
#include "results.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/verify.hpp>

#include <fmt/format.h>

namespace c_binding {

pgdumpcore::BackupOptions backup_options(const pgdumpcore_backup_options* given) {
  const auto from = taken(given, "backup options");
  pgdumpcore::BackupOptions to;
  to.directory = text(from.directory);
  to.include_databases = list(from.include_databases);
  to.exclude_databases = list(from.exclude_databases);
  to.globals = from.no_globals == 0;
  to.format = format_of(from.format);
  if (const std::string compression = text(from.compression); !compression.empty())
    to.compression = pgdumpcore::parse_compression(compression);
  to.jobs = at_least_one(from.jobs, "jobs");
  to.max_connections_per_database = natural(from.max_connections_per_database, "max_connections_per_database");
  to.retention = retention_of(from);
  to.lock_wait_timeout = text(from.lock_wait_timeout);
  to.metrics_file = text(from.metrics_file);
  to.sync = sync_of(from.sync);
  to.recipients = recipients_of(from.recipients);
  return to;
}

namespace {

pgdumpcore::BackupObserver observer_of(const pgdumpcore_callbacks& callbacks) {
  pgdumpcore::BackupObserver observer = {.on_progress = {}, .on_log = log_callback(callbacks), .on_database = {}};
  if (callbacks.on_progress != nullptr)
    observer.on_progress = [callbacks](const std::string& database, const pgdumpcore::Progress& progress) {
      tell_progress(callbacks, progress, database.c_str());
    };
  if (callbacks.on_database != nullptr)
    observer.on_database = [callbacks](const pgdumpcore::DatabaseOutcome& outcome) {
      const DatabaseView view(outcome);
      go_on(callbacks.on_database(callbacks.user_data, &view), "on_database");
    };
  return observer;
}

struct BackupView : pgdumpcore_backup_summary {
  explicit BackupView(const pgdumpcore::BackupSummary& summary) : pgdumpcore_backup_summary() {
    for (const pgdumpcore::DatabaseOutcome& outcome : summary.databases)
      database_items.add(std::make_unique<DatabaseView>(outcome));
    removed_names = pointers_to(summary.removed);
    reasons = pointers_to(summary.removal_reasons);
    if (summary.globals_error) globals_why = error_of(*summary.globals_error);
    struct_size = sizeof(pgdumpcore_backup_summary);
    path = summary.path.c_str();
    manifest = summary.manifest.c_str();
    globals_error = globals_why ? &*globals_why : nullptr;
    database_count = database_items.size();
    databases = database_items.data();
    removed = removed_names.data();
    removal_reasons = reasons.data();
  }
  Items<pgdumpcore_database_outcome, DatabaseView> database_items{};
  std::vector<const char*> removed_names{};
  std::vector<const char*> reasons{};
  std::optional<pgdumpcore_error> globals_why{};
};

struct VerifyView : pgdumpcore_verify_summary {
  explicit VerifyView(const pgdumpcore::VerifySummary& summary) : pgdumpcore_verify_summary() {
    for (const pgdumpcore::VerifiedDatabase& database : summary.databases) {
      int restored = PGDUMPCORE_CHOICE_DEFAULT;
      if (database.restored) restored = *database.restored ? PGDUMPCORE_CHOICE_YES : PGDUMPCORE_CHOICE_NO;
      database_items.add(std::make_unique<pgdumpcore_verified_database>(
          pgdumpcore_verified_database{.struct_size = sizeof(pgdumpcore_verified_database),
                                       .name = database.name.c_str(),
                                       .file = database.file.c_str(),
                                       .size = database.size,
                                       .tables = database.tables,
                                       .rows = database.rows,
                                       .intact = database.intact ? 1 : 0,
                                       .restored = restored,
                                       .left_out = database.left_out,
                                       .is_unreadable = database.is_unreadable ? 1 : 0,
                                       .is_undecrypted = database.is_undecrypted ? 1 : 0}));
    }
    for (const pgdumpcore::Problem& problem : summary.problems)
      problem_items.add(
          std::make_unique<pgdumpcore_problem>(pgdumpcore_problem{.struct_size = sizeof(pgdumpcore_problem),
                                                                  .file = problem.file.c_str(),
                                                                  .message = problem.message.c_str(),
                                                                  .kind = static_cast<int>(problem.kind),
                                                                  .reserved = 0}));
    struct_size = sizeof(pgdumpcore_verify_summary);
    database_count = database_items.size();
    databases = database_items.data();
    problem_count = problem_items.size();
    problems = problem_items.data();
    path = summary.path.c_str();
  }
  Items<pgdumpcore_verified_database> database_items{};
  Items<pgdumpcore_problem> problem_items{};
};

// What of a partial set an error says in one line; the rest is in the summary.
std::string first_missing(const pgdumpcore::BackupSummary& set) {
  if (set.globals_error) return set.globals_error->what();
  for (const pgdumpcore::DatabaseOutcome& database : set.databases)
    if (database.error) return fmt::format("database \"{}\": {}", database.name, database.error->what());
  return "something could not be saved";
}

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_backup(const pgdumpcore_connect_options* connect, const pgdumpcore_backup_options* options,
                                    const pgdumpcore_callbacks* callbacks, pgdumpcore_cancel_token* cancel,
                                    pgdumpcore_backup_summary** summary, pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    pgdumpcore::BackupSummary set =
        pgdumpcore::backup(connect_options(connect), backup_options(options), stop_token_of(cancel),
                           observer_of(taken(callbacks, "callbacks")));
    const bool partial = set.status == pgdumpcore::BackupStatus::partial;
    const std::string missing = partial ? "the set is partial: " + first_missing(set) : std::string();
    hand_over<BackupView>(std::move(set), summary);
    if (partial) throw Incomplete{missing};
  });
}

void pgdumpcore_backup_summary_free(pgdumpcore_backup_summary* summary) {
  release<pgdumpcore::BackupSummary, BackupView>(summary);
}

pgdumpcore_status pgdumpcore_verify(const char* path, const pgdumpcore_verify_options* options,
                                    const pgdumpcore_callbacks* callbacks, pgdumpcore_cancel_token* cancel,
                                    pgdumpcore_verify_summary** summary, pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    const auto from = taken(options, "verify options");
    pgdumpcore::VerifyOptions to;
    if (from.restore_into != nullptr) to.restore_into = connect_options(from.restore_into);
    to.record = from.no_record == 0;
    to.identities = identities_of(from.identities);
    pgdumpcore::VerifySummary found =
        pgdumpcore::verify(required(path, "path"), to, stop_token_of(cancel),
                           {.on_problem = {},
                            .on_database = {},
                            .on_log = log_callback(taken(callbacks, "callbacks")),
                            .on_progress = progress_callback(taken(callbacks, "callbacks"))});
    std::string problem;
    if (!found.problems.empty())
      problem = fmt::format("{}: {}", found.problems[0].file.empty() ? path : found.problems[0].file,
                            found.problems[0].message);
    hand_over<VerifyView>(std::move(found), summary);
    if (!problem.empty()) throw Incomplete{problem};
  });
}

void pgdumpcore_verify_summary_free(pgdumpcore_verify_summary* summary) {
  release<pgdumpcore::VerifySummary, VerifyView>(summary);
}
