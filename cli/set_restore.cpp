#include "set_restore.hpp"

#include "backup_options.hpp"
#include "commands.hpp"
#include "connection_options.hpp"
#include "encryption_options.hpp"
#include "messages.hpp"
#include "set_path.hpp"
#include "text.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/restore_set.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace cli {

OptionGroup set_restore_options() {
  return {
      "Of a backup set (FILE is its directory, or latest or its name in --dir)",
      {
          directory_option(),
          {"all", 0, "", "restore everything: roles, tablespaces, and every database, which must not exist yet",
           Origin::pgdump_only},
          repeatable({"database", 0, "NAME", "restore this database; may be given several times", Origin::pgdump_only}),
          {"as", 0, "NEWNAME", "under this name, with one --database", Origin::pgdump_only},
          {"with-roles", 0, "", "with --database: make the roles that the set has and the server lacks",
           Origin::pgdump_only},
          {"drop-on-failure", 0, "",
           "drop a database made here if its restore fails, is stopped, or passes over errors", Origin::pgdump_only},
      }};
}

bool is_set_restore(const Values& values) {
  for (const char* of_sets : {"all", "database", "as", "with-roles", "drop-on-failure"})
    if (values.has(of_sets)) return true;
  const std::filesystem::path path = values.text("archive");
  std::error_code none;
  if (pgdumpcore::is_address(path) && !pgdumpcore::find_set(path).empty())
    throw UsageError{fmt::format("\"{}\" is a backup set", path.string()),
                     "Say with --database NAME or --all what of it is to be restored."};
  // Throws of a directory of sets, and of a link to none.
  const bool leads_nowhere = std::filesystem::is_symlink(path, none) && !std::filesystem::exists(path, none);
  if ((std::filesystem::is_directory(path, none) || leads_nowhere) && !messages().is_under_postgresql_name())
    static_cast<void>(pgdumpcore::find_set(path.string()));
  if (path.filename() == "manifest.json" && std::filesystem::is_regular_file(path, none))
    throw UsageError{
        fmt::format("\"{}\" is the manifest of a backup set", path.string()),
        fmt::format("Name the set, {}, and say with --database NAME or --all what of it is to be restored.",
                    path.has_parent_path() ? path.parent_path().string() : ".")};
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
                                                 .drop_on_failure = values.has("drop-on-failure"),
                                                 .identities = identities_from(values)};
  const pgdumpcore::SetRestoreObserver of_set = {
      .restore = observer, .on_database = [](const std::string& database, const pgdumpcore::RestoreSummary& summary) {
        messages().event(
            "database_restored",
            fmt::format("restored database \"{}\": {}, {}", database, counted(summary.tables, "table"),
                        counted(summary.rows, "row")),
            {{"database", database}, {"tables", summary.tables}, {"rows", summary.rows}, {"errors", summary.errors}});
      }};
  const std::string path = values.text("archive");
  const std::string set = resolve_set(path).path;
  const std::uint64_t errors =
      pgdumpcore::restore_set(set.empty() ? path : set, connection_from(values, stop), options, stop, of_set);
  refused.show_counts();
  if (errors == 0) return done;
  messages().warning(fmt::format("errors ignored on restore: {}", errors));
  return failed;
}

}  // namespace cli
