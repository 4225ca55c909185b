#include "sets/known_sets.hpp"

#include "sets/manifest.hpp"
#include "sets/names.hpp"
#include "sets/set.hpp"
#include "sets/set_files.hpp"
#include "storage/locations.hpp"
#include "sets/verified.hpp"
#include "base/clock.hpp"
#include "base/some_of.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace pgdumpcore {

namespace sets {

namespace {

// What clocks of machines that share a directory may differ by.
constexpr std::chrono::minutes clock_tolerance{5};

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

// The first file that is missing or of another size; empty: none. The digests are for verify. What cannot be looked at
// counts as being there.
std::string lacking_file(const Set& set, const Manifest& manifest) {
  const auto differs = [&](const SetFile& file) {
    const std::string key = set.key(file.name);
    const auto size = set.store()->size(key);
    return size ? *size != file.size : set.store()->access(key) == storage::Access::missing;
  };
  if (manifest.globals && differs(*manifest.globals)) return manifest.globals->name;
  for (const DatabaseOutcome& database : manifest.databases) {
    if (database.status != DatabaseStatus::complete) continue;
    for (const SetFile& file : files_of(database))
      if (differs(file)) return file.name;
  }
  return {};
}

//   looks_at_files: whether they are there, and of their sizes
KnownSet read_set(const std::shared_ptr<storage::Store>& store, const storage::GroupInfo& group, bool looks_at_files) {
  const Set found(store, group.name);
  KnownSet set{.info = {.name = group.name, .path = group.path}};
  SetInfo& info = set.info;
  info.started_at = set_time(info.name).value_or(std::chrono::sys_seconds{});
  info.is_in_future = info.started_at > base::current_second() + clock_tolerance;
  if (!group.is_finished) {
    info.state = SetState::unfinished;
    return set;
  }
  try {
    const Manifest manifest = found.read_manifest();
    take_manifest(manifest, set);
    const std::string lacking = looks_at_files ? lacking_file(found, manifest) : std::string();
    set.lacks_files = !lacking.empty();
    if (set.lacks_files) info.problem = fmt::format("it lacks file \"{}\", or the file was changed", lacking);
    set.is_copy = !info.is_in_future && manifest.started_at < info.started_at;
    if (set.is_copy)
      info.problem =
          fmt::format("it is a copy of a set that began at {}, under a newer name", timestamp(manifest.started_at));
    if (const auto verified = read_verified(found)) {
      info.verified_at = verified->at;
      info.was_intact = verified->intact;
    }
  } catch (const Error& error) {
    // A place that cannot be reached says nothing of its sets.
    if (error.fault() == Fault::connection) throw;
    info.problem = error.what();
    if (store->access(found.key(manifest_name)) == storage::Access::refused) info.state = SetState::unreadable;
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
//   groups: of each set, in the same order
void mark_links(std::vector<KnownSet>& sets, std::span<const storage::GroupInfo> groups) {
  for (std::size_t at = 0; at < sets.size(); ++at) {
    if (!groups[at].is_link) continue;
    sets[at].obstacle = "it is a symbolic link";
    for (std::size_t other = 0; other < sets.size(); ++other) {
      if (other == at || groups[other].identity != groups[at].identity) continue;
      if (!groups[other].is_link)
        sets[other].obstacle = fmt::format("the symbolic link {} leads to it", sets[at].info.name);
      sets[at].is_second_name |= !groups[other].is_link || sets[other].info.name < sets[at].info.name;
    }
  }
}

// Sets that are better for `latest` have the greater one.
int rank_for_latest(const KnownSet& set) {
  const int by_content = !set.info.is_full ? 0 : set.info.globals ? 2 : 1;
  return (set.info.is_in_future ? 0 : 3) + by_content;
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

std::vector<KnownSet> read_sets(const std::shared_ptr<storage::Store>& store, bool looks_at_files) {
  std::vector<storage::GroupInfo> groups = store->groups();
  std::erase_if(groups, [](const storage::GroupInfo& group) { return !set_time(group.name); });
  std::ranges::sort(groups, {}, &storage::GroupInfo::name);
  std::vector<KnownSet> sets;
  sets.reserve(groups.size());
  for (const storage::GroupInfo& group : groups) sets.push_back(read_set(store, group, looks_at_files));
  assign_sets_without_selection(sets);
  mark_links(sets, groups);
  if (const KnownSet* const latest = newest_set(sets))
    sets[static_cast<std::size_t>(latest - sets.data())].info.is_latest = true;
  return sets;
}

}  // namespace

std::vector<KnownSet> known_sets(const std::shared_ptr<storage::Store>& store) {
  return read_sets(store, false);
}

std::vector<KnownSet> sets_with_their_files(const std::shared_ptr<storage::Store>& store) {
  return read_sets(store, true);
}

void remove_unfinished(storage::Store& store) {
  for (const storage::GroupInfo& group : store.groups())
    if (!group.is_finished && set_time(group.name)) store.remove_unfinished(group.name);
}

void refuse_set(const storage::Store& store) {
  if (!store.size(manifest_name)) return;
  throw Error(Fault::usage, fmt::format("\"{}\" is a backup set, and no directory of sets", store.describe("")))
      .hint("Name the directory that the set is in.");
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
    if (!set.is_readable() || set.series != series || set.info.is_in_future || set.is_second_name || set.is_copy)
      continue;
    DatedSet one{.name = set.info.name,
                 .at = set.info.started_at,
                 .complete = set.info.state == SetState::complete,
                 .found_damaged = set.was_found_damaged() || set.lacks_files};
    for (const auto& [name, size] : set.content) one.content.push_back(name);
    if (one.found_damaged || !one.complete) one.saved_since = saved_since(set, sets);
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
                  some_of(names), names.size() == 1 ? "lies" : "lie", timestamp(base::current_second())),
      "Set the clock if it is wrong; else rename or remove it. Retention neither counts nor removes a set in the "
      "future, and \"latest\" leads to it only where there is no other.");
}

}  // namespace sets

std::vector<SetInfo> list_sets(const std::string& directory) {
  std::vector<SetInfo> infos;
  for (sets::KnownSet& set : sets::sets_with_their_files(storage::open_store(directory)))
    infos.push_back(std::move(set.info));
  return infos;
}

}  // namespace pgdumpcore
