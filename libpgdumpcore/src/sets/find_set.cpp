// Which set a path leads to. find_set() is declared in pgdumpcore/backup.hpp, find() in sets/set.hpp.
#include "sets/known_sets.hpp"
#include "sets/latest.hpp"
#include "sets/names.hpp"
#include "sets/set.hpp"
#include "storage/locations.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

namespace pgdumpcore {

namespace fs = std::filesystem;

namespace sets {

namespace {

fs::path directory_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path();
}

bool holds_sets(const std::shared_ptr<storage::Store>& store) {
  try {
    return std::ranges::any_of(known_sets(store), [](const KnownSet& set) {
      return set.is_readable() || set.info.state == SetState::unreadable;
    });
  } catch (const Error&) {
    return false;
  }
}

// Whether a path `latest` is the one of a directory of sets. A copy of a set that has this name is none to be restored:
// it may be of long ago.
bool is_latest_of_sets(const std::shared_ptr<storage::Store>& store, const fs::path& latest) {
  std::error_code code;
  const fs::path directory = directory_of(latest);
  const fs::file_status status = fs::symlink_status(latest, code);
  if (!fs::exists(status))
    return fs::is_directory(directory.empty() ? fs::path(".") : directory, code) && !known_sets(store).empty();
  if (fs::is_symlink(status) && set_time(fs::read_symlink(latest, code).filename().string())) return true;
  return !latest_of(*store).empty() || holds_sets(store);
}

std::vector<std::string> lost_since(std::span<const KnownSet> sets, const KnownSet& latest) {
  std::vector<std::string> names;
  for (const KnownSet& set : sets) {
    const bool is_lost =
        set.info.state == SetState::damaged || set.info.state == SetState::unreadable || set.was_found_damaged();
    if (is_lost && !set.info.is_in_future && set.info.name > latest.info.name) names.push_back(set.info.name);
  }
  return names;
}

Set find_latest(const std::shared_ptr<storage::Store>& store) {
  const std::vector<KnownSet> sets = known_sets(store);
  if (const KnownSet* const newest = newest_set(sets)) {
    Set set(store, newest->info.name);
    set.set_passed_over(lost_since(sets, *newest));
    return set;
  }
  const std::string latest = store->describe(latest_name);
  const auto forbidden =
      std::ranges::find(sets, SetState::unreadable, [](const KnownSet& set) { return set.info.state; });
  if (forbidden != sets.end())
    throw Error(Fault::io, fmt::format("\"{}\" leads to no backup set that this user may read: {}", latest,
                                       forbidden->info.problem))
        .hint("Read the sets as the user who made them, or as root. Whether they are intact is not known.");
  throw Error(Fault::data, fmt::format("\"{}\" leads to no backup set: none is complete and intact", latest))
      .hint(fmt::format("\"pgdump backup --dir {} --list\" shows the sets and their state.",
                        store->describe("").empty() ? "." : store->describe("")));
}

// In directory format, with its table of contents compressed or encrypted as it may be.
bool is_archive(const fs::path& directory) {
  std::error_code none;
  return std::ranges::any_of(std::array{"toc.dat", "toc.dat.gz", "toc.dat.age"},
                             [&](const char* name) { return fs::exists(directory / name, none); });
}

[[noreturn]] void refuse_directory_of_sets(const std::string& address) {
  throw Error(Fault::usage, fmt::format("\"{}\" is a directory of sets", address))
      .hint(fmt::format("Name one of them, such as \"{}/{}\".", address, latest_name));
}

// What is at an address: there are no links, and no directory to begin from.
std::optional<Set> find_at_address(std::string address) {
  while (address.ends_with('/')) address.pop_back();
  const std::size_t slash = address.rfind('/');
  const std::string place = address.substr(0, slash);
  const std::string name = address.substr(slash + 1);
  const bool is_whole_place = place.ends_with('/');  // s3://BUCKET
  if (!is_whole_place) {
    const auto store = storage::open_store(place);
    if (name == latest_name) return find_latest(store);
    const bool is_set = store->size(name + "/" + manifest_name) || (set_time(name) && !store->list(name).empty());
    if (is_set) return Set(store, name);
    if (store->size(name))
      throw Error(Fault::unsupported, fmt::format("\"{}\" is an object by itself, and not a backup set", address))
          .hint("Of object stores sets are read. Name the set, and what of it with --database NAME.");
  }
  const auto inside = storage::open_store(address);
  if (!known_sets(inside).empty()) refuse_directory_of_sets(address);
  if (inside->access("") == storage::Access::missing)
    throw Error(Fault::io, fmt::format("there is nothing at \"{}\"", address))
        .hint("\"pgdump list\" with the address of the place shows its sets.");
  return std::nullopt;
}

}  // namespace

std::optional<Set> find(const std::string& given) {
  if (storage::is_address(given)) return find_at_address(given);
  fs::path path = given;
  if (!path.has_filename() && path.has_relative_path()) path = path.parent_path();
  const auto beside = [](const fs::path& one) { return storage::open_store(directory_of(one).string()); };
  if (path.filename() == latest_name)
    if (const auto store = beside(path); is_latest_of_sets(store, path)) return find_latest(store);
  std::error_code code;
  if (!fs::exists(path, code)) {
    if (!code) code = std::make_error_code(std::errc::no_such_file_or_directory);
    Error error(Fault::io, fmt::format("could not open \"{}\": {}", path.string(), code.message()));
    if (code == std::errc::permission_denied)
      error.hint("Read it as the user who made it, or as root. Whether it is intact is not known.");
    throw error;
  }
  // A set that was moved to another volume keeps its name, and its place among the others.
  const std::string name = path.filename().string();
  const bool is_special = name.empty() || name == "." || name == "..";
  if (is_special || (fs::is_symlink(path, code) && !set_time(name))) path = fs::canonical(path, code);
  if (!fs::is_directory(path, code) || is_archive(path)) return std::nullopt;
  if (!fs::exists(path / manifest_name, code) && !latest_of(*storage::open_store(path.string())).empty())
    refuse_directory_of_sets(path.string());
  Set set(beside(path), path.filename().string());
  // A set that has lost its manifest is known by its name, or by the globals in it.
  const auto is_of_globals = [](const std::string& file) { return file.starts_with("globals.sql"); };
  if (!fs::exists(path / manifest_name, code) && !code && !set_time(set.name()) &&
      std::ranges::none_of(set.store()->list(set.name()), is_of_globals))
    throw Error(Fault::usage, fmt::format("\"{}\" is no backup set: it has no {}", path.string(), manifest_name))
        .hint("Name a set's directory, or an archive or script in it.");
  return set;
}

Set find_existing(const std::string& path) {
  if (std::optional<Set> found = find(path)) return std::move(*found);
  throw Error(Fault::data, fmt::format("\"{}\" is not a backup set", path));
}

}  // namespace sets

std::string find_set(const std::string& path) {
  return find_set_and_newer(path).path;
}

FoundSet find_set_and_newer(const std::string& path) {
  const auto found = sets::find(path);
  return found ? FoundSet{found->path(), found->passed_over()} : FoundSet{};
}

bool is_address(const std::string& location) {
  return storage::is_address(location);
}

}  // namespace pgdumpcore
