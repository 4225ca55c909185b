#include "set_restore.hpp"

#include "commands.hpp"
#include "connection_options.hpp"
#include "messages.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/restore_set.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace cli {

OptionGroup set_restore_options() {
  return {
      "Of a backup set (FILE is its directory, or DIR/latest)",
      {
          {"all", 0, "", "restore everything: roles, tablespaces, and every database, which must not exist yet",
           Origin::pgdump_only},
          repeatable({"database", 0, "NAME", "restore this database; may be given several times", Origin::pgdump_only}),
          {"as", 0, "NEWNAME", "under this name, with one --database", Origin::pgdump_only},
          {"with-roles", 0, "", "with --database: make the roles that the set has and the server lacks",
           Origin::pgdump_only},
          {"drop-on-failure", 0, "", "drop a database made here if its restore fails or is stopped",
           Origin::pgdump_only},
      }};
}

bool is_set_restore(const Values& values) {
  for (const char* of_sets : {"all", "database", "as", "with-roles", "drop-on-failure"})
    if (values.has(of_sets)) return true;
  const std::filesystem::path path = values.text("archive");
  std::error_code none;
  if (std::filesystem::is_directory(path, none) && std::filesystem::exists(path / "manifest.json", none))
    throw UsageError{fmt::format("\"{}\" is a backup set", path.string()),
                     "Say with --database NAME or --all what of it is to be restored."};
  return false;
}

int restore_set(const Values& values, const pgdumpcore::RestoreOptions& wanted,
                const pgdumpcore::RestoreObserver& observer, const RestoreErrors& refused,
                const std::stop_token& stop) {
  if (values.has("all") && values.has("database"))
    throw UsageError{"options --all and --database cannot be used together", try_help};
  const std::vector<std::string> databases = values.list("database");
  for (const char* needs : {"as", "with-roles"})
    if (values.has(needs) && databases.empty())
      throw UsageError{fmt::format("option --{} needs --database", needs), try_help};
  if (values.has("as") && databases.size() > 1)
    throw UsageError{"option --as goes with one --database only", "Restore one database after the other."};
  if (values.text("archive").empty()) throw UsageError{"no backup set given", try_help};
  if (!values.has("dbname")) throw UsageError{"a backup set is restored into a server: -d must be specified", try_help};

  const pgdumpcore::SetRestoreOptions options = {.databases = databases,
                                                 .as = values.text("as"),
                                                 .restore = wanted,
                                                 .with_roles = values.has("with-roles"),
                                                 .drop_on_failure = values.has("drop-on-failure")};
  const pgdumpcore::SetRestoreObserver of_set = {
      .restore = observer, .on_database = [](const std::string& database, const pgdumpcore::RestoreSummary& summary) {
        messages().event(
            "database_restored",
            fmt::format("restored database \"{}\": {} tables, {} rows", database, summary.tables, summary.rows),
            {{"database", database}, {"tables", summary.tables}, {"rows", summary.rows}, {"errors", summary.errors}});
      }};
  const std::string path = values.text("archive");
  const std::string set = pgdumpcore::find_set(path);
  if (!set.empty() && set != path) messages().notice(fmt::format("{} leads to backup set {}", path, set));
  const std::uint64_t errors =
      pgdumpcore::restore_set(set.empty() ? path : set, connection_from(values, stop), options, stop, of_set);
  refused.show_counts();
  if (errors == 0) return done;
  messages().warning(fmt::format("errors ignored on restore: {}", errors));
  return failed;
}

}  // namespace cli
