#include "backup/unfinished_databases.hpp"

#include "backup/cluster.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::backups {

void UnfinishedDatabases::add(const std::string& database) {
  if (!exists_everywhere(database)) names_.push_back(database);
}

void UnfinishedDatabases::finished(const std::string& database) {
  std::erase(names_, database);
}

bool UnfinishedDatabases::has(const std::string& database) const {
  return std::ranges::find(names_, database) != names_.end();
}

Error UnfinishedDatabases::left_by(const Error& error, const std::string& database) {
  return std::erase(names_, database) > 0 ? described(error, {database}) : error;
}

Error UnfinishedDatabases::left_by(const Error& error) {
  return described(error, names_);
}

Error UnfinishedDatabases::described(const Error& error, const std::vector<std::string>& databases) const {
  std::string hint = error.hint();
  for (const std::string& database : databases) {
    const bool drops = task_.options().drop_on_failure;
    const std::string problem = drops ? drop(database) : "";
    if (drops && problem.empty()) {
      task_.warn(fmt::format("dropped database \"{}\", which was incomplete", database));
      continue;
    }
    if (!hint.empty()) hint += '\n';
    hint +=
        fmt::format("Database \"{}\" is incomplete{}. If nothing of it is needed: DROP DATABASE {};", database,
                    problem.empty() ? "" : " and could not be dropped (" + problem + ")", pg::double_quoted(database));
  }
  Error told = error;
  return told.hint(hint);
}

// Empty on success. A restore that was stopped drops too.
std::string UnfinishedDatabases::drop(const std::string& database) const {
  try {
    task_.open_maintenance({}).execute("DROP DATABASE IF EXISTS " + pg::double_quoted(database));
    return {};
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace pgdumpcore::backups
