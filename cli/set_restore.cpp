#include "set_restore.hpp"

#include "commands.hpp"
#include "connection_options.hpp"
#include "messages.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/restore_set.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace cli {

OptionGroup set_restore_options() {
  return {"Of a backup set (FILE is its directory, or DIR/latest)",
          {
              {"all", 0, "", "restore everything: roles, tablespaces, and every database, which must not exist yet",
               Origin::ours},
              {"database", 0, "NAME", "restore this database", Origin::ours},
              {"as", 0, "NEWNAME", "under this name", Origin::ours},
          }};
}

bool is_set_restore(const Values& values) {
  if (values.has("all") || values.has("database") || values.has("as")) return true;
  const std::filesystem::path path = values.text("archive");
  std::error_code none;
  if (std::filesystem::is_directory(path, none) && std::filesystem::exists(path / "manifest.json", none))
    throw UsageError{fmt::format("\"{}\" is a backup set", path.string()),
                     "Say with --database NAME or --all what of it is to be restored."};
  return false;
}

int restore_set(const Values& values, const pgdumpcore::RestoreOptions& wanted,
                const pgdumpcore::RestoreObserver& observer, const std::stop_token& stop) {
  if (values.has("all") && values.has("database"))
    throw UsageError{"options --all and --database cannot be used together", try_help};
  if (values.has("as") && !values.has("database")) throw UsageError{"option --as needs --database", try_help};
  if (values.text("archive").empty()) throw UsageError{"no backup set given", try_help};
  if (!values.has("dbname")) throw UsageError{"a backup set is restored into a server: -d must be specified", try_help};

  const pgdumpcore::SetRestoreOptions options = {
      .database = values.text("database"), .as = values.text("as"), .restore = wanted};
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
  if (errors == 0) return done;
  messages().warning(fmt::format("errors ignored on restore: {}", errors));
  return failed;
}

}  // namespace cli
