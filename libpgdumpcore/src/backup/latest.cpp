#include "backup/latest.hpp"

#include "backup/manifest.hpp"
#include "backup/names.hpp"
#include "backup/set_directory.hpp"
#include "backup/sets.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <system_error>

namespace pgdumpcore {

namespace fs = std::filesystem;

namespace backups {

namespace {

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

bool holds_sets(const fs::path& directory) {
  try {
    return std::ranges::any_of(known_sets(directory), [](const KnownSet& set) {
      return set.is_readable() || set.info.state == SetState::unreadable;
    });
  } catch (const Error&) {
    return false;
  }
}

// Whether a path `latest` is the one of a directory of sets. A copy of a set that has this name is none to be restored:
// it may be of long ago.
bool is_latest_of_sets(const fs::path& latest) {
  std::error_code code;
  const fs::path directory = directory_of(latest);
  const fs::file_status status = fs::symlink_status(latest, code);
  if (!fs::exists(status)) return fs::is_directory(directory, code) && !known_sets(directory).empty();
  if (fs::is_symlink(status) && set_time(fs::read_symlink(latest, code).filename().string())) return true;
  return set_time(latest_of(directory)).has_value() || holds_sets(directory);
}

std::string find_latest(const fs::path& latest) {
  const fs::path directory = directory_of(latest);
  const std::vector<KnownSet> sets = known_sets(directory);
  if (const KnownSet* const set = newest_set(sets)) return set->info.path;
  const auto forbidden =
      std::ranges::find(sets, SetState::unreadable, [](const KnownSet& set) { return set.info.state; });
  if (forbidden != sets.end())
    throw Error(Fault::io, fmt::format("\"{}\" leads to no backup set that this user may read: {}", latest.string(),
                                       forbidden->info.problem))
        .hint("Read the sets as the user who made them, or as root. Whether they are intact is not known.");
  throw Error(Fault::data, fmt::format("\"{}\" leads to no backup set: none is complete and intact", latest.string()))
      .hint(fmt::format("\"pgdump backup --dir {} --list\" shows the sets and their state.", directory.string()));
}

// Databases in another set that this one and those already named lack; adds them to those.
std::vector<std::string> missing_databases(const KnownSet& other, const KnownSet& now, std::set<std::string>& named) {
  std::vector<std::string> missing;
  for (const auto& [name, size] : other.content) {
    const bool is_database = !name.empty();  // and not the globals
    if (is_database && !std::ranges::binary_search(now.databases, name) && named.insert(name).second)
      missing.push_back(name);
  }
  return missing;
}

// What the set that `latest` led to has, and the new one has not; and what sets since then have that were found
// damaged.
void report_missing_databases(std::span<const KnownSet> sets, const std::string& before, const KnownSet& now,
                              const LogCallback& log) {
  if (!log) return;
  std::set<std::string> named;
  for (const KnownSet& set : sets) {
    const bool same_server = set.info.system_identifier == now.info.system_identifier;
    const bool damaged_since = set.is_readable() && set.was_found_damaged() && same_server && set.info.name > before &&
                               set.info.name < now.info.name;
    if (set.info.name != before && !damaged_since) continue;
    const std::vector<std::string> missing = missing_databases(set, now, named);
    if (missing.empty()) continue;
    const char* const hint =
        !same_server ? "The sets are of two servers: give each of them a directory of its own."
        : set.was_found_damaged()
            ? "Verify found that set damaged; its databases that are intact can be restored from it."
            : "This is as it should be if they were dropped. To restore them, name the older set.";
    log(LogLevel::warning,
        fmt::format("\"latest\" now leads to backup set {}, which lacks databases that set {} has: \"{}\"",
                    now.info.name, set.info.name, fmt::join(missing, "\", \"")),
        hint);
  }
}

// Whether a file or directory stands where the link is to be, and is no work of ours.
bool is_taken(const fs::path& directory) {
  std::error_code code;
  const fs::file_status status = fs::symlink_status(directory / "latest", code);
  return fs::exists(status) && !fs::is_symlink(status) && latest_of(directory).empty();
}

}  // namespace

std::string latest_of(const fs::path& directory) {
  const fs::path latest = directory / "latest";
  std::error_code ignored;
  if (fs::is_symlink(latest, ignored)) return fs::read_symlink(latest, ignored).filename().string();
  std::string name;
  if (fs::is_regular_file(latest, ignored)) std::getline(std::ifstream(latest), name);
  return set_time(name) ? name : "";
}

void update_latest(const fs::path& directory, const LogCallback& log) {
  const std::vector<KnownSet> sets = known_sets(directory);
  const std::string before = latest_of(directory);
  const KnownSet* const now = newest_set(sets);
  if (now == nullptr) {
    if (!before.empty()) remove_latest(directory);
    return;
  }
  if (now->info.name == before) return;
  try {
    if (is_taken(directory))
      throw Error(Fault::io, fmt::format("\"{}\" is not a link that pgdump made", (directory / "latest").string()))
          .hint(
              "Rename or remove it; the next backup makes the link. Commands of pgdump find the newest set without "
              "it.");
    point_latest(directory, now->info.name);
  } catch (const Error& error) {
    if (log) log(LogLevel::warning, error.within("\"latest\" was not renewed").what(), error.hint());
    return;
  }
  report_missing_databases(sets, before, *now, log);
}

}  // namespace backups

std::string find_set(const std::string& given) {
  fs::path path = given;
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
  if (path.filename() == "latest" && backups::is_latest_of_sets(path)) return backups::find_latest(path);
  std::error_code code;
  if (!fs::exists(path, code)) {
    if (!code) code = std::make_error_code(std::errc::no_such_file_or_directory);
    Error error(Fault::io, fmt::format("could not open \"{}\": {}", path.string(), code.message()));
    if (code == std::errc::permission_denied)
      error.hint("Read it as the user who made it, or as root. Whether it is intact is not known.");
    throw error;
  }
  // A set that was moved to another volume keeps its name, and its place among the others.
  const bool has_name_of_set = backups::set_time(path.filename().string()).has_value();
  if (fs::is_symlink(path, code) && !has_name_of_set) path = fs::canonical(path, code);
  if (!fs::is_directory(path, code) || fs::exists(path / "toc.dat", code)) return "";
  if (!fs::exists(path / backups::manifest_name, code) && !backups::latest_of(path).empty())
    throw Error(Fault::usage, fmt::format("\"{}\" is a directory of sets", path.string()))
        .hint(fmt::format("Name one of them, such as \"{}\".", (path / "latest").string()));
  return path.string();
}

}  // namespace pgdumpcore
