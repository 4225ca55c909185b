#include "backup/sets.hpp"

#include "backup/manifest.hpp"
#include "backup/names.hpp"
#include "backup/set_directory.hpp"
#include "backup/verified.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include <unistd.h>

namespace pgdumpcore {

namespace fs = std::filesystem;

namespace backups {

namespace {

void take_manifest(const Manifest& manifest, KnownSet& set) {
  set.info.state = manifest.status == BackupStatus::complete ? SetState::complete : SetState::partial;
  set.info.server_version = manifest.server_version;
  set.info.system_identifier = manifest.system_identifier;
  if (manifest.globals) set.content[""] = manifest.globals->size;
  for (const DatabaseOutcome& database : manifest.databases) {
    if (database.status != DatabaseStatus::dropped) set.databases.push_back(database.name);
    if (database.status == DatabaseStatus::complete) set.content[database.name] = database.size;
  }
  std::ranges::sort(set.databases);
  set.info.databases = set.content.size() - set.content.count("");
  for (const auto& [name, size] : set.content) set.info.size += size;
  if (!manifest.selection) return;
  set.series = {manifest.system_identifier, *manifest.selection};
  set.info.include_databases = manifest.selection->include;
  set.info.exclude_databases = manifest.selection->exclude;
  set.info.is_full = manifest.selection->include.empty();
}

KnownSet read_set(const fs::path& path) {
  KnownSet set{.info = {.name = path.filename().string(), .path = path.string()}};
  SetInfo& info = set.info;
  if (is_partial_name(info.name)) {
    info.state = SetState::unfinished;
    info.name = finished_name(info.name);
  }
  info.started_at = set_time(info.name).value_or(std::chrono::sys_seconds{});
  if (info.state == SetState::unfinished) return set;
  try {
    take_manifest(read_manifest(path), set);
    if (const auto verified = read_verified(path)) {
      info.verified_at = verified->at;
      info.was_intact = verified->intact;
    }
  } catch (const Error& error) {
    info.problem = error.what();
    const bool is_forbidden = ::access((path / manifest_name).c_str(), R_OK) != 0 && errno == EACCES;
    if (is_forbidden) info.state = SetState::unreadable;
  }
  return set;
}

bool has_database(const KnownSet& set, const std::string& name) {
  return std::ranges::binary_search(set.databases, name);
}

// Whether a database is missing that sets of the server have before and after it.
bool lacks_something(std::span<const KnownSet> sets, std::size_t at) {
  const auto others_have = [&](const std::string& name, std::size_t from, std::size_t to) {
    return std::ranges::any_of(sets.subspan(from, to - from), [&](const KnownSet& other) {
      return other.info.system_identifier == sets[at].info.system_identifier && has_database(other, name);
    });
  };
  for (const KnownSet& older : sets.first(at)) {
    if (older.info.system_identifier != sets[at].info.system_identifier) continue;
    for (const std::string& name : older.databases)
      if (!has_database(sets[at], name) && others_have(name, at + 1, sets.size())) return true;
  }
  return false;
}

// A set without a recorded selection is taken for one of the server's full series, unless it lacks something. If it
// was a selection after all, the full series may remove it; the other way round, full sets would stay for ever.
void assign_sets_without_selection(std::vector<KnownSet>& sets) {
  for (std::size_t at = 0; at < sets.size(); ++at) {
    KnownSet& set = sets[at];
    if (!set.is_readable() || set.series || lacks_something(sets, at)) continue;
    Series series{.system_identifier = set.info.system_identifier};
    for (const KnownSet& other : sets)
      if (other.info.is_full && other.series && other.info.system_identifier == series.system_identifier)
        series = *other.series;
    set.series = series;
    set.info.is_full = true;
  }
}

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

bool leads_to_a_set(const fs::path& latest) {
  std::error_code code;
  const fs::file_status status = fs::symlink_status(latest, code);
  if (!fs::exists(status))
    return fs::is_directory(directory_of(latest), code) && !known_sets(directory_of(latest)).empty();
  if (fs::is_symlink(latest, code)) return set_time(fs::read_symlink(latest, code).filename().string()).has_value();
  return !fs::is_directory(status) && set_time(latest_of(directory_of(latest))).has_value();
}

std::string find_latest(const fs::path& latest) {
  const fs::path directory = directory_of(latest);
  const std::vector<KnownSet> sets = known_sets(directory);
  if (const KnownSet* const set = newest_set(sets)) return set->info.path;
  throw Error(Fault::data, fmt::format("\"{}\" leads to no backup set: none is complete and intact", latest.string()))
      .hint(fmt::format("\"pgdump backup --dir {} --list\" shows the sets and their state.", directory.string()));
}

// What the set that `latest` led to has, and the new one has not.
void report_missing_databases(const KnownSet& before, const KnownSet& now, const LogCallback& log) {
  std::vector<std::string> missing;
  std::ranges::set_difference(before.databases, now.databases, std::back_inserter(missing));
  if (missing.empty() || !log) return;
  const bool same_server = before.info.system_identifier == now.info.system_identifier;
  log(LogLevel::warning,
      fmt::format("\"latest\" now leads to backup set {}, which lacks databases that set {} has: \"{}\"", now.info.name,
                  before.info.name, fmt::join(missing, "\", \"")),
      same_server ? "This is as it should be if they were dropped. To restore them, name the older set."
                  : "The sets are of two servers: give each of them a directory of its own.");
}

}  // namespace

std::vector<KnownSet> known_sets(const fs::path& directory) {
  std::error_code code;
  fs::directory_iterator entries;
  do entries = fs::directory_iterator(directory, code);
  while (code == std::errc::interrupted);
  if (code)
    throw Error(Fault::io, fmt::format("could not read directory \"{}\": {}", directory.string(), code.message()))
        .hint("Name the directory of the sets with --dir.");
  std::vector<KnownSet> sets;
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (!set_time(name) && !is_partial_name(name)) continue;
    if (!entry.is_directory(code) || entry.is_symlink(code)) continue;
    sets.push_back(read_set(entry.path()));
  }
  std::ranges::sort(sets, {}, [](const KnownSet& set) -> const std::string& { return set.info.name; });
  assign_sets_without_selection(sets);
  if (const KnownSet* const latest = newest_set(sets))
    sets[static_cast<std::size_t>(latest - sets.data())].info.is_latest = true;
  return sets;
}

const KnownSet* newest_set(std::span<const KnownSet> sets) {
  const KnownSet* newest = nullptr;
  for (const KnownSet& set : sets)
    if (set.is_good() && (newest == nullptr || set.info.is_full || !newest->info.is_full)) newest = &set;
  return newest;
}

const KnownSet* newest_of(std::span<const KnownSet> sets, const Series& series) {
  const KnownSet* newest = nullptr;
  for (const KnownSet& set : sets)
    if (set.is_good() && set.series == series) newest = &set;
  return newest;
}

std::vector<DatedSet> dated_sets(std::span<const KnownSet> sets, const Series& series) {
  std::vector<DatedSet> dated;
  for (const KnownSet& set : sets) {
    if (!set.is_readable() || set.series != series) continue;
    const bool is_complete = set.info.state == SetState::complete;
    DatedSet one{set.info.name, set.info.started_at, is_complete, is_complete && set.was_found_damaged()};
    for (const auto& [name, size] : set.content) one.content.push_back(name);
    dated.push_back(std::move(one));
  }
  return dated;
}

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
  point_latest(directory, now->info.name);
  const auto old = std::ranges::find(sets, before, [](const KnownSet& set) { return set.info.name; });
  if (old != sets.end()) report_missing_databases(*old, *now, log);
}

}  // namespace backups

std::vector<SetInfo> list_sets(const std::string& directory) {
  std::vector<SetInfo> infos;
  for (backups::KnownSet& set : backups::known_sets(directory)) infos.push_back(std::move(set.info));
  return infos;
}

std::string find_set(const std::string& given) {
  fs::path path = given;
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
  if (path.filename() == "latest" && backups::leads_to_a_set(path)) return backups::find_latest(path);
  std::error_code code;
  if (!fs::exists(path, code)) {
    if (!code) code = std::make_error_code(std::errc::no_such_file_or_directory);
    Error error(Fault::io, fmt::format("could not open \"{}\": {}", path.string(), code.message()));
    if (code == std::errc::permission_denied)
      error.hint("Read it as the user who made it, or as root. Whether it is intact is not known.");
    throw error;
  }
  if (fs::is_symlink(path, code)) path = fs::canonical(path, code);
  if (!fs::is_directory(path, code) || fs::exists(path / "toc.dat", code)) return "";
  if (!fs::exists(path / backups::manifest_name, code) && !backups::latest_of(path).empty())
    throw Error(Fault::usage, fmt::format("\"{}\" is a directory of sets", path.string()))
        .hint(fmt::format("Name one of them, such as \"{}\".", (path / "latest").string()));
  return path.string();
}

}  // namespace pgdumpcore
