// What is in a set, and how two of them differ, or a set and a server.
#include "arguments.hpp"
#include "callbacks.hpp"
#include "cancel.hpp"
#include "results.hpp"

#include <pgdumpcore/diff.hpp>
#include <pgdumpcore/set.hpp>

#include <fmt/format.h>

namespace c_binding {
namespace {

std::int64_t seconds_of(std::chrono::sys_seconds time) {
  return time.time_since_epoch().count();
}

struct ManifestView : pgdumpcore_set_manifest {
  explicit ManifestView(const pgdumpcore::SetManifest& manifest)
      : pgdumpcore_set_manifest(),
        included(pointers_to(manifest.include_databases)),
        excluded(pointers_to(manifest.exclude_databases)) {
    for (const pgdumpcore::DatabaseOutcome& database : manifest.databases)
      items.add(std::make_unique<DatabaseView>(database));
    struct_size = sizeof(pgdumpcore_set_manifest);
    name = manifest.name.c_str();
    path = manifest.path.c_str();
    tool_version = manifest.tool_version.c_str();
    server_version = manifest.server_version.c_str();
    system_identifier = manifest.system_identifier.c_str();
    globals = manifest.globals ? manifest.globals->name.c_str() : "";
    globals_error = manifest.globals_error.c_str();
    started_at = seconds_of(manifest.started_at);
    finished_at = seconds_of(manifest.finished_at);
    include_databases = included.data();
    exclude_databases = excluded.data();
    database_count = items.size();
    databases = items.data();
    is_partial = manifest.status == pgdumpcore::BackupStatus::partial ? 1 : 0;
    has_selection = manifest.has_selection ? 1 : 0;
  }
  std::vector<const char*> included;
  std::vector<const char*> excluded;
  Items<pgdumpcore_database_outcome, DatabaseView> items{};
};

std::int64_t number(const std::optional<std::uint64_t>& known) {
  return known ? static_cast<std::int64_t>(*known) : -1;
}

std::int64_t tables_of(const std::optional<pgdumpcore::DatabaseTotals>& totals) {
  return totals ? static_cast<std::int64_t>(totals->tables) : -1;
}

std::int64_t rows_of(const std::optional<pgdumpcore::DatabaseTotals>& totals) {
  return totals ? number(totals->rows) : -1;
}

std::unique_ptr<pgdumpcore_table_diff> table_view(const pgdumpcore::TableDiff& table) {
  return std::make_unique<pgdumpcore_table_diff>(pgdumpcore_table_diff{.struct_size = sizeof(pgdumpcore_table_diff),
                                                                       .schema = table.schema.c_str(),
                                                                       .name = table.name.c_str(),
                                                                       .rows_before = number(table.rows_before),
                                                                       .rows_after = number(table.rows_after),
                                                                       .bytes_before = number(table.bytes_before),
                                                                       .bytes_after = number(table.bytes_after),
                                                                       .change = static_cast<int>(table.change),
                                                                       .reserved = 0});
}

std::unique_ptr<pgdumpcore_object_diff> object_view(const pgdumpcore::ObjectDiff& object) {
  return std::make_unique<pgdumpcore_object_diff>(pgdumpcore_object_diff{.struct_size = sizeof(pgdumpcore_object_diff),
                                                                         .kind = object.kind.c_str(),
                                                                         .schema = object.schema.c_str(),
                                                                         .name = object.name.c_str(),
                                                                         .change = static_cast<int>(object.change),
                                                                         .definition = object.definition ? 1 : 0,
                                                                         .owner = object.owner ? 1 : 0,
                                                                         .storage = object.storage ? 1 : 0});
}

struct DatabaseDiffView : pgdumpcore_database_diff {
  explicit DatabaseDiffView(const pgdumpcore::DatabaseDiff& database) : pgdumpcore_database_diff() {
    for (const pgdumpcore::TableDiff& table : database.tables) table_items.add(table_view(table));
    for (const pgdumpcore::ObjectDiff& object : database.objects) object_items.add(object_view(object));
    if (database.error) why = error_of(*database.error);
    struct_size = sizeof(pgdumpcore_database_diff);
    name = database.name.c_str();
    error = why ? &*why : nullptr;
    tables_before = tables_of(database.before);
    tables_after = tables_of(database.after);
    rows_before = rows_of(database.before);
    rows_after = rows_of(database.after);
    table_count = table_items.size();
    tables = table_items.data();
    object_count = object_items.size();
    objects = object_items.data();
    change = static_cast<int>(database.change);
  }
  Items<pgdumpcore_table_diff> table_items{};
  Items<pgdumpcore_object_diff> object_items{};
  std::optional<pgdumpcore_error> why{};
};

struct DiffView : pgdumpcore_diff_summary {
  explicit DiffView(const pgdumpcore::DiffSummary& summary) : pgdumpcore_diff_summary() {
    for (const pgdumpcore::DatabaseDiff& database : summary.databases)
      items.add(std::make_unique<DatabaseDiffView>(database));
    struct_size = sizeof(pgdumpcore_diff_summary);
    before = summary.before.description.c_str();
    after = summary.after.description.c_str();
    version_before = summary.before.server_version.c_str();
    version_after = summary.after.server_version.c_str();
    database_count = items.size();
    databases = items.data();
    differs = summary.differs() ? 1 : 0;
  }
  Items<pgdumpcore_database_diff, DatabaseDiffView> items{};
};

pgdumpcore::DiffInput diff_input(const pgdumpcore_diff_input* given, const char* name) {
  const auto from = taken(required(given, name), name);
  return {.set = text(from.set), .connect = connect_options(from.connect)};
}

pgdumpcore::DiffOptions diff_options(const pgdumpcore_diff_options* given) {
  const auto from = taken(given, "diff options");
  return {.databases = list(from.databases),
          .definitions = from.no_definitions == 0,
          .estimate = from.estimate != 0,
          .lock_wait_timeout = text(from.lock_wait_timeout)};
}

pgdumpcore::DiffObserver diff_observer(const pgdumpcore_callbacks& callbacks) {
  pgdumpcore::DiffObserver observer = {.on_progress = {}, .on_log = log_callback(callbacks)};
  if (callbacks.on_progress != nullptr)
    observer.on_progress = [callbacks](const std::string& database, const pgdumpcore::Progress& progress) {
      tell_progress(callbacks, progress, database.c_str());
    };
  return observer;
}

std::string first_trouble(const pgdumpcore::DiffSummary& summary) {
  for (const pgdumpcore::DatabaseDiff& database : summary.databases)
    if (database.error)
      return fmt::format("database \"{}\" could not be compared: {}", database.name, database.error->what());
  return {};
}

}  // namespace
}  // namespace c_binding

using namespace c_binding;

pgdumpcore_status pgdumpcore_read_manifest(const char* set, pgdumpcore_set_manifest** manifest,
                                           pgdumpcore_error** error) {
  return guarded(manifest, error, [&](Call&) {
    required(manifest, "manifest");
    hand_over<ManifestView>(pgdumpcore::read_manifest(required(set, "set")), manifest);
  });
}

void pgdumpcore_set_manifest_free(pgdumpcore_set_manifest* manifest) {
  release<pgdumpcore::SetManifest, ManifestView>(manifest);
}

pgdumpcore_status pgdumpcore_diff(const pgdumpcore_diff_input* before, const pgdumpcore_diff_input* after,
                                  const pgdumpcore_diff_options* options, const pgdumpcore_callbacks* callbacks,
                                  pgdumpcore_cancel_token* cancel, pgdumpcore_diff_summary** summary,
                                  pgdumpcore_error** error) {
  return guarded(summary, error, [&](Call&) {
    const pgdumpcore::DiffInput first = diff_input(before, "before");
    const pgdumpcore::DiffInput second = diff_input(after, "after");
    pgdumpcore::DiffSummary found = pgdumpcore::diff(first, second, diff_options(options), stop_token_of(cancel),
                                                     diff_observer(taken(callbacks, "callbacks")));
    const std::string trouble = first_trouble(found);
    hand_over<DiffView>(std::move(found), summary);
    if (!trouble.empty()) throw Incomplete{trouble};
  });
}

void pgdumpcore_diff_summary_free(pgdumpcore_diff_summary* summary) {
  release<pgdumpcore::DiffSummary, DiffView>(summary);
}
