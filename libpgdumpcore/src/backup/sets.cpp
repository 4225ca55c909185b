#include "backup/sets.hpp"

#include "backup/manifest.hpp"
#include "backup/names.hpp"
#include "backup/verified.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace pgdumpcore {

namespace fs = std::filesystem;

namespace {

SetInfo inspect(const fs::path& path) {
  SetInfo set{.name = path.filename().string(), .path = path.string()};
  if (backups::is_partial_name(set.name)) {
    set.state = SetState::unfinished;
    set.name = backups::finished_name(set.name);
  }
  set.started_at = backups::set_time(set.name).value_or(std::chrono::sys_seconds{});
  if (set.state == SetState::unfinished) return set;
  try {
    const backups::Manifest manifest = backups::read_manifest(path);
    set.state = manifest.status == BackupStatus::complete ? SetState::complete : SetState::partial;
    set.server_version = manifest.server_version;
    if (const auto verified = backups::read_verified(path)) {
      set.verified_at = verified->at;
      set.was_intact = verified->intact;
    }
    if (manifest.globals) set.size += manifest.globals->size;
    for (const DatabaseOutcome& database : manifest.databases) set.size += database.size;
    set.databases = static_cast<std::uint64_t>(
        std::ranges::count_if(manifest.databases, [](const auto& database) { return !database.file.empty(); }));
  } catch (const Error& error) {
    set.problem = error.what();
  }
  return set;
}

}  // namespace

std::vector<SetInfo> list_sets(const std::string& directory) {
  std::error_code code;
  fs::directory_iterator entries(directory, code);
  if (code)
    throw Error(Fault::io, fmt::format("could not read directory \"{}\": {}", directory, code.message()))
        .hint("Name the directory of the sets with --dir.");
  const std::string latest = backups::latest_of(directory);
  std::vector<SetInfo> sets;
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (!backups::set_time(name) && !backups::is_partial_name(name)) continue;
    if (!entry.is_directory(code) || entry.is_symlink(code)) continue;
    sets.push_back(inspect(entry.path()));
    sets.back().is_latest = name == latest;
  }
  std::ranges::sort(sets, {}, &SetInfo::name);
  return sets;
}

namespace backups {

std::string latest_of(const fs::path& directory) {
  const fs::path latest = directory / "latest";
  std::error_code ignored;
  if (fs::is_symlink(latest, ignored)) return fs::read_symlink(latest, ignored).filename().string();
  std::string name;
  if (fs::is_regular_file(latest, ignored)) std::getline(std::ifstream(latest), name);
  return set_time(name) ? name : "";
}

std::string find_set(const fs::path& path) {
  std::error_code code;
  if (!fs::exists(path, code))
    throw Error(Fault::io, fmt::format("could not open \"{}\": {}", path.string(),
                                       code ? code.message() : std::generic_category().message(ENOENT)));
  if (!fs::is_directory(path, code)) {
    const fs::path set = path.filename() == "latest" ? path.parent_path() / latest_of(path.parent_path()) : fs::path();
    return !set.filename().empty() && fs::is_directory(set, code) ? set.string() : "";
  }
  if (fs::exists(path / "toc.dat", code)) return "";
  if (!fs::exists(path / manifest_name, code) && !latest_of(path).empty())
    throw Error(Fault::usage, fmt::format("\"{}\" is a directory of sets", path.string()))
        .hint(fmt::format("Name one of them, such as \"{}\".", (path / "latest").string()));
  return path.string();
}

std::vector<DatedSet> own_sets(const fs::path& directory) {
  std::vector<DatedSet> own;
  for (const SetInfo& set : list_sets(directory.string()))
    if (set.state == SetState::complete || set.state == SetState::partial)
      own.push_back({set.name, set.started_at, set.state == SetState::complete});
  return own;
}

}  // namespace backups

}  // namespace pgdumpcore
