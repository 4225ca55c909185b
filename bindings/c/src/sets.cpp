// Backup sets: which there are, restoring one, and whether another one could be made.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "cancel.hpp"
#include "results.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/check.hpp>
#include <pgdumpcore/copy_set.hpp>
#include <pgdumpcore/restore_set.hpp>

#include <fmt/format.h>

namespace c_binding {
namespace {

using Sets = std::vector<pgdumpcore::SetInfo>;

std::int64_t seconds(std::chrono::sys_seconds time) {
  return time.time_since_epoch().count();
}

struct SetView : pgdumpcore_set_info {
  explicit SetView(const pgdumpcore::SetInfo& set)
      : pgdumpcore_set_info{.struct_size = sizeof(pgdumpcore_set_info),
                            .name = set.name.c_str(),
                            .path = set.path.c_str(),
                            .problem = set.problem.c_str(),
                            .server_version = set.server_version.c_str(),
                            .started_at = seconds(set.started_at),
                            .verified_at = set.verified_at ? seconds(*set.verified_at) : 0,
                            .size = set.size,
                            .databases = set.databases,
                            .state = static_cast<int>(set.state),
                            .is_latest = set.is_latest ? 1 : 0,
                            .was_intact = set.was_intact ? 1 : 0,
                            .is_full = set.is_full ? 1 : 0,
                            .system_identifier = set.system_identifier.c_str(),
                            .include_databases = nullptr,
                            .exclude_databases = nullptr,
                            .globals = set.globals ? 1 : 0,
                            .is_in_future = set.is_in_future ? 1 : 0},
        included(pointers_to(set.include_databases)),
        excluded(pointers_to(set.exclude_databases)) {
    include_databases = included.data();
    exclude_databases = excluded.data();
  }
  std::vector<const char*> included;
  std::vector<const char*> excluded;
};

struct SetListView : pgdumpcore_set_list {
  explicit SetListView(const Sets& found) : pgdumpcore_set_list() {
    for (const pgdumpcore::SetInfo& set : found) items.add(std::make_unique<SetView>(set));
    struct_size = sizeof(pgdumpcore_set_list);
    set_count = items.size();
    sets = items.data();
  }
  Items<pgdumpcore_set_info, SetView> items{};
};

// Views into `name` and `reason`.
std::unique_ptr<pgdumpcore_pruned_set> pruned_set(const std::string& name, const std::string& reason,
                                                  std::uint64_t size) {
  return std::make_unique<pgdumpcore_pruned_set>(pgdumpcore_pruned_set{
      .struct_size = sizeof(pgdumpcore_pruned_set), .name = name.c_str(), .reason = reason.c_str(), .size = size});
}

struct PruneView : pgdumpcore_prune_summary {
  explicit PruneView(const pgdumpcore::PruneSummary& summary)
      : pgdumpcore_prune_summary(), names(pointers_to(summary.in_use)) {
    for (const pgdumpcore::PrunedSet& set : summary.removed) items.add(pruned_set(set.name, set.reason, set.size));
    struct_size = sizeof(pgdumpcore_prune_summary);
    removed_count = items.size();
    removed = items.data();
    in_use = names.data();
    kept = summary.kept;
  }
  Items<pgdumpcore_pruned_set> items{};
  std::vector<const char*> names;
};

struct CopySetView : pgdumpcore_copy_set_summary {
  explicit CopySetView(const pgdumpcore::CopySetSummary& summary) : pgdumpcore_copy_set_summary() {
    for (std::size_t i = 0; i < summary.removed.size(); ++i)
      items.add(pruned_set(summary.removed[i], summary.removal_reasons.at(i), 0));
    struct_size = sizeof(pgdumpcore_copy_set_summary);
    path = summary.path.c_str();
    files = summary.files;
    bytes = summary.bytes;
    was_there = summary.was_there ? 1 : 0;
    is_partial = summary.status == pgdumpcore::BackupStatus::partial ? 1 : 0;
    removed_count = items.size();
    removed = items.data();
  }
  Items<pgdumpcore_pruned_set> items{};
};

struct Restored {
  std::vector<pgdumpcore::RestoreSummary> databases{};
  std::uint64_t errors = 0;
};

struct RestoredView : pgdumpcore_set_restore_summary {
  explicit RestoredView(const Restored& restored) : pgdumpcore_set_restore_summary() {
    for (const pgdumpcore::RestoreSummary& database : restored.databases)
      items.add(std::make_unique<RestoreView>(database));
    struct_size = sizeof(pgdumpcore_set_restore_summary);
    errors = restored.errors;
    database_count = items.size();
    databases = items.data();
  }
  Items<pgdumpcore_restore_summary, RestoreView> items{};
};

struct Checked {
  std::vector<pgdumpcore::Answer> answers{};
  pgdumpcore::Verdict verdict = pgdumpcore::Verdict::good;
};

struct AnswerView : pgdumpcore_answer {
  explicit AnswerView(const pgdumpcore::Answer& answer)
      : pgdumpcore_answer{.struct_size = sizeof(pgdumpcore_answer),
                          .question = answer.question.c_str(),
                          .database = answer.database.c_str(),
                          .message = answer.message.c_str(),
                          .hint = answer.hint.c_str(),
                          .objects = nullptr,
                          .verdict = static_cast<int>(answer.verdict),
                          .reserved = 0},
        names(pointers_to(answer.objects)) {
    objects = names.data();
  }
  std::vector<const char*> names;
};

struct CheckedView : pgdumpcore_check_summary {
  explicit CheckedView(const Checked& checked) : pgdumpcore_check_summary() {
    for (const pgdumpcore::Answer& answer : checked.answers) items.add(std::make_unique<AnswerView>(answer));
    struct_size = sizeof(pgdumpcore_check_summary);
    answer_count = items.size();
    answers = items.data();
    verdict = static_cast<int>(checked.verdict);
  }
  Items<pgdumpcore_answer, AnswerView> items{};
};

std::string first_failure(const Checked& checked) {
  for (const pgdumpcore::Answer& answer : checked.answers)
    if (answer.verdict == pgdumpcore::Verdict::failure) return fmt::format("{}: {}", answer.question, answer.message);
  return "something could not be saved";
}

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_list_sets(const char* directory, pgdumpcore_set_list** list, pgdumpcore_error** error) {
  return guarded(list, error, [&](Call&) {
    required(list, "list");
    hand_over<SetListView>(pgdumpcore::list_sets(required(directory, "directory")), list);
  });
}

pgdumpcore_status pgdumpcore_prune(const pgdumpcore_prune_options* options, const pgdumpcore_callbacks* callbacks,
                                   pgdumpcore_cancel_token* cancel, pgdumpcore_prune_summary** summary,
                                   pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    const auto from = taken(options, "prune options");
    const pgdumpcore::PruneOptions to = {.directory = text(from.directory),
                                         .retention = retention_of(from),
                                         .server = text(from.server),
                                         .dry_run = from.dry_run != 0};
    hand_over<PruneView>(pgdumpcore::prune(to, stop_token_of(cancel), log_callback(taken(callbacks, "callbacks"))),
                         summary);
  });
}

pgdumpcore_status pgdumpcore_copy_set(const char* set, const pgdumpcore_copy_set_options* options,
                                      const pgdumpcore_callbacks* callbacks, pgdumpcore_cancel_token* cancel,
                                      pgdumpcore_copy_set_summary** summary, pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    required(summary, "summary");
    const auto from = taken(options, "copy options");
    const auto told = taken(callbacks, "callbacks");
    const pgdumpcore::CopySetOptions to = {
        .directory = text(from.directory),
        .retention = retention_of(from),
        .sync = from.no_sync != 0 ? pgdumpcore::Sync::none : pgdumpcore::Sync::files};
    hand_over<CopySetView>(pgdumpcore::copy_set(required(set, "set"), to, stop_token_of(cancel),
                                                {.on_progress = progress_callback(told), .on_log = log_callback(told)}),
                           summary);
  });
}

void pgdumpcore_copy_set_summary_free(pgdumpcore_copy_set_summary* summary) {
  release<pgdumpcore::CopySetSummary, CopySetView>(summary);
}

void pgdumpcore_prune_summary_free(pgdumpcore_prune_summary* summary) {
  release<pgdumpcore::PruneSummary, PruneView>(summary);
}

void pgdumpcore_set_list_free(pgdumpcore_set_list* list) {
  release<Sets, SetListView>(list);
}

pgdumpcore_status pgdumpcore_restore_set(const char* set, const pgdumpcore_connect_options* connect,
                                         const pgdumpcore_set_restore_options* options,
                                         const pgdumpcore_callbacks* callbacks, pgdumpcore_cancel_token* cancel,
                                         pgdumpcore_set_restore_summary** summary, pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    const auto from = taken(options, "set restore options");
    pgdumpcore::SetRestoreOptions to = {.databases = list(from.databases),
                                        .as = text(from.as),
                                        .restore = restore_options(from.restore),
                                        .with_roles = from.with_roles != 0,
                                        .drop_on_failure = from.drop_on_failure != 0,
                                        .identities = identities_of(from.identities)};
    if (const std::string one = text(from.database); !one.empty()) to.databases.push_back(one);
    Restored restored;
    pgdumpcore::SetRestoreObserver observer = {.restore = restore_observer(taken(callbacks, "callbacks")),
                                               .on_database = {}};
    observer.on_database = [&](const std::string& database, const pgdumpcore::RestoreSummary& done) {
      restored.databases.push_back(done);
      restored.databases.back().database = database;
    };
    restored.errors =
        pgdumpcore::restore_set(required(set, "set"), connect_options(connect), to, stop_token_of(cancel), observer);
    const std::uint64_t errors = restored.errors;
    hand_over<RestoredView>(std::move(restored), summary);
    if (errors != 0) throw Incomplete{fmt::format("errors that the restore passed over: {}", errors)};
  });
}

void pgdumpcore_set_restore_summary_free(pgdumpcore_set_restore_summary* summary) {
  release<Restored, RestoredView>(summary);
}

pgdumpcore_status pgdumpcore_check(const pgdumpcore_connect_options* connect, const pgdumpcore_backup_options* options,
                                   pgdumpcore_cancel_token* cancel, pgdumpcore_check_summary** summary,
                                   pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    Checked checked;
    checked.verdict = pgdumpcore::check(
        connect_options(connect), backup_options(options),
        [&](const pgdumpcore::Answer& answer) { checked.answers.push_back(answer); }, stop_token_of(cancel));
    const bool failed = checked.verdict == pgdumpcore::Verdict::failure;
    const std::string why = failed ? first_failure(checked) : std::string();
    hand_over<CheckedView>(std::move(checked), summary);
    if (failed) throw Incomplete{why};
  });
}

void pgdumpcore_check_summary_free(pgdumpcore_check_summary* summary) {
  release<Checked, CheckedView>(summary);
}
