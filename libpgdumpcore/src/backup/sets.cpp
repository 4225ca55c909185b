#include "backup/sets.hpp"

#include "backup/manifest.hpp"
#include "backup/names.hpp"
#include "backup/set_files.hpp"
#include "backup/verified.hpp"
#include "base/some_of.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <set>
#include <system_error>

#include <unistd.h>

namespace pgdumpcore {

namespace fs = std::filesystem;

namespace backups {

namespace {

// What clocks of machines that share a directory may differ by.
constexpr std::chrono::minutes clock_tolerance{5};

std::chrono::sys_seconds current_second() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

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
  set.info.globals = manifest.selection ? manifest.selection->globals : had_globals(manifest);
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
  info.is_in_future = info.started_at > current_second() + clock_tolerance;
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
    series.selection.globals = set.info.globals;
    for (const KnownSet& other : sets)
      if (other.info.is_full && other.series && other.info.system_identifier == series.system_identifier &&
          other.info.globals == set.info.globals)
        series = *other.series;
    set.series = series;
    set.info.is_full = true;
  }
}

// Sets that are links to another place, and sets that such links lead to, are not for retention to remove.
void mark_links(std::vector<KnownSet>& sets) {
  std::error_code code;
  for (KnownSet& link : sets) {
    if (!fs::is_symlink(link.info.path, code)) continue;
    link.obstacle = "it is a symbolic link";
    for (KnownSet& other : sets) {
      if (&other == &link || !fs::equivalent(link.info.path, other.info.path, code)) continue;
      const bool other_is_link = fs::is_symlink(other.info.path, code);
      if (!other_is_link) other.obstacle = fmt::format("the symbolic link {} leads to it", link.info.name);
      link.is_second_name |= !other_is_link || other.info.name < link.info.name;
    }
  }
}

// Sets that are better for `latest` have the greater one.
int rank_for_latest(const KnownSet& set) {
  const int by_content = !set.info.is_full ? 0 : set.info.globals ? 2 : 1;
  return (set.info.is_in_future ? 0 : 3) + by_content;
}

// By their sizes: the digests are for verify. What cannot be looked at counts as being there.
bool lacks_files(const fs::path& set, const Manifest& manifest) {
  const auto differs = [&](const SetFile& file) {
    std::error_code code;
    const std::uint64_t size = fs::file_size(set / file.name, code);
    return code ? code == std::errc::no_such_file_or_directory : size != file.size;
  };
  if (manifest.globals && differs(*manifest.globals)) return true;
  return std::ranges::any_of(manifest.databases, [&](const DatabaseOutcome& database) {
    return database.status == DatabaseStatus::complete && std::ranges::any_of(files_of(database), differs);
  });
}

// What good sets of a server hold that are newer than this one.
std::vector<std::string> saved_since(const KnownSet& set, std::span<const KnownSet> sets) {
  std::set<std::string> names;
  for (const KnownSet& other : sets) {
    const bool counts = other.is_good() && !other.lacks_files && !other.info.is_in_future &&
                        other.info.started_at > set.info.started_at &&
                        other.info.system_identifier == set.info.system_identifier;
    if (!counts) continue;
    for (const auto& [name, size] : other.content) names.insert(name);
  }
  return {names.begin(), names.end()};
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
    // Sets that were moved to another volume are links. A link that leads nowhere is shown as damaged.
    const bool is_link = entry.is_symlink(code);
    if (is_link ? is_partial_name(name) : !entry.is_directory(code)) continue;
    sets.push_back(read_set(entry.path()));
  }
  std::ranges::sort(sets, {}, [](const KnownSet& set) -> const std::string& { return set.info.name; });
  assign_sets_without_selection(sets);
  mark_links(sets);
  if (const KnownSet* const latest = newest_set(sets))
    sets[static_cast<std::size_t>(latest - sets.data())].info.is_latest = true;
  return sets;
}

std::vector<KnownSet> sets_for_retention(const fs::path& directory) {
  std::vector<KnownSet> sets = known_sets(directory);
  for (KnownSet& set : sets) {
    if (!set.is_readable()) continue;
    try {
      set.lacks_files = lacks_files(set.info.path, read_manifest(set.info.path));
    } catch (const Error&) {
      set.lacks_files = true;  // the manifest, which was readable, is gone or damaged meanwhile
    }
  }
  return sets;
}

const KnownSet* newest_set(std::span<const KnownSet> sets) {
  const KnownSet* newest = nullptr;
  for (const KnownSet& set : sets)
    if (set.is_good() && (newest == nullptr || rank_for_latest(set) >= rank_for_latest(*newest))) newest = &set;
  return newest;
}

const KnownSet* newest_of(std::span<const KnownSet> sets, const Series& series) {
  const KnownSet* newest = nullptr;
  for (const KnownSet& set : sets)
    if (set.is_good() && !set.info.is_in_future && set.series == series) newest = &set;
  return newest;
}

std::vector<DatedSet> dated_sets(std::span<const KnownSet> sets, const Series& series) {
  std::vector<DatedSet> dated;
  for (const KnownSet& set : sets) {
    if (!set.is_readable() || set.series != series || set.info.is_in_future || set.is_second_name) continue;
    DatedSet one{.name = set.info.name,
                 .at = set.info.started_at,
                 .complete = set.info.state == SetState::complete,
                 .found_damaged = set.was_found_damaged() || set.lacks_files};
    for (const auto& [name, size] : set.content) one.content.push_back(name);
    if (one.found_damaged) one.saved_since = saved_since(set, sets);
    dated.push_back(std::move(one));
  }
  return dated;
}

void report_future_sets(std::span<const KnownSet> sets, const LogCallback& log) {
  std::vector<std::string> names;
  for (const KnownSet& set : sets)
    if (set.info.is_in_future && set.info.state != SetState::unfinished) names.push_back(set.info.name);
  if (names.empty() || !log) return;
  log(LogLevel::warning,
      fmt::format("backup set{} {} {} in the future: the clock of this machine says {}", names.size() == 1 ? "" : "s",
                  some_of(names), names.size() == 1 ? "lies" : "lie", timestamp(current_second())),
      "Set the clock if it is wrong; else rename or remove it. Retention neither counts nor removes a set in the "
      "future, and \"latest\" leads to it only where there is no other.");
}

}  // namespace backups

std::vector<SetInfo> list_sets(const std::string& directory) {
  std::vector<SetInfo> infos;
  for (backups::KnownSet& set : backups::known_sets(directory)) infos.push_back(std::move(set.info));
  return infos;
}

}  // namespace pgdumpcore
