#include "backup/damaged_files.hpp"

#include "backup/set_files.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include <unistd.h>

namespace pgdumpcore::backups {

namespace {

namespace fs = std::filesystem;

// The digest is compared only if the size is right, as it takes long.
std::optional<Error> damage_of(const fs::path& set, const SetFile& expected, const std::stop_token& stop) {
  const fs::path path = set / expected.name;
  std::error_code code;
  const std::uint64_t size = fs::file_size(path, code);
  if (code == std::errc::no_such_file_or_directory)
    return Error(Fault::data, fmt::format("\"{}\" is missing, which the manifest names", path.string()));
  if (code == std::errc::permission_denied || (::access(path.c_str(), R_OK) != 0 && errno == EACCES))
    refuse_unreadable(path.string());
  if (code) throw Error(Fault::io, fmt::format("could not read \"{}\": {}", path.string(), code.message()));
  if (size != expected.size)
    return Error(Fault::data,
                 fmt::format("\"{}\" has {} bytes, the manifest says {}", path.string(), size, expected.size));
  if (digest_file(path, expected.name, stop).sha256 != expected.sha256)
    return Error(Fault::data,
                 fmt::format("\"{}\" is not what was saved: its SHA-256 differs from the manifest's", path.string()));
  return std::nullopt;
}

}  // namespace

std::vector<Error> damaged_files(const fs::path& set, const Manifest& manifest,
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

}  // namespace pgdumpcore::backups
