#include "backup/restore_parts.hpp"

#include "backup/cluster.hpp"
#include "restore/restore_input.hpp"

#include <fmt/format.h>

namespace pgdumpcore::backups {

namespace {

void check_target(const RestoreTask& task, const std::string& database) {
  const std::string target = task.open_maintenance().database();
  if (target == database || !exists_everywhere(target)) return;
  throw Error(Fault::usage, fmt::format("parts of database \"{}\" would go into database \"{}\"", database, target))
      .hint(fmt::format("Name the database that they belong in, as with -d {}, or make a new one with --as NEWNAME.",
                        database));
}

}  // namespace

bool chooses_parts(const RestoreOptions& options) {
  return !options.tables.empty() || !options.schemas.empty() || !options.functions.empty() ||
         !options.indexes.empty() || !options.triggers.empty() || options.missing_rows;
}

bool restores_parts(const SetRestoreOptions& options) {
  return options.databases.size() == 1 && options.as.empty() && chooses_parts(options.restore);
}

void restore_parts(RestoreTask& task, const RestoreInput& input, const std::string& database) {
  check_target(task, database);
  RestoreOptions how = task.options().restore;
  how.with_parts = true;
  const RestoreSummary summary =
      restoring::restore_input(input, task.inside({}), how, task.stop(), task.observer().restore, nullptr);
  task.add_errors(summary.errors);
  if (task.observer().on_database) task.observer().on_database(summary.database, summary);
}

}  // namespace pgdumpcore::backups
