#include "sets/damaged_files.hpp"

#include "sets/set_files.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace pgdumpcore::sets {

namespace {

// The digest is compared only if the size is right, as it takes long.
std::optional<Error> damage_of(const Set& set, const SetFile& expected, const std::stop_token& stop) {
  const std::string path = set.path(expected.name);
  const storage::Access access = set.store()->access(set.key(expected.name));
  if (access == storage::Access::refused) refuse_unreadable(path);
  const auto file = access == storage::Access::missing ? nullptr : set.store()->open(set.key(expected.name));
  if (!file) return Error(Fault::data, fmt::format("\"{}\" is missing, which the manifest names", path));
  std::string difference = size_difference(file->size(), expected);
  if (difference.empty()) difference = digest_difference(digest_file(file, expected.name, stop).sha256, expected);
  if (difference.empty()) return std::nullopt;
  return Error(Fault::data, fmt::format("\"{}\" {}", path, difference));
}

}  // namespace

std::vector<Error> damaged_files(const Set& set, const Manifest& manifest,
                                 std::span<const DatabaseOutcome* const> databases, const std::stop_token& stop) {
  std::vector<Error> damaged;
  const auto compare = [&](const SetFile& file) {
    if (auto damage = damage_of(set, file, stop)) damaged.push_back(std::move(*damage));
  };
  if (manifest.globals) compare(*manifest.globals);
  for (const DatabaseOutcome* database : databases)
    for (const SetFile& file : files_of(*database)) compare(file);
  return damaged;
}

}  // namespace pgdumpcore::sets
