#include "backup/space.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <optional>

namespace pgdumpcore::backups {

namespace {

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string ways_to_make_room(const std::string& place) {
  return fmt::format(
      "Make room: \"pgdump prune --dir {} --keep-last N --dry-run\" shows which older sets could go. Or use another "
      "directory.",
      place);
}

}  // namespace

SpaceVerdict judge_space(std::uint64_t free, std::uint64_t last, std::uint64_t on_server) {
  if (last == 0) return free < on_server / 2 ? SpaceVerdict::tight : SpaceVerdict::enough;
  if (free < last / 2 && free < on_server) return SpaceVerdict::too_little;
  return free < last + last / 10 ? SpaceVerdict::tight : SpaceVerdict::enough;
}

void check_free_space(const storage::Store& store, std::span<const ServerDatabase> databases,
                      const sets::KnownSet* last, const LogCallback& log) {
  const std::optional<std::uint64_t> free = store.free_space();
  if (!free) return;
  const std::string place = store.describe("");
  std::uint64_t before = 0;
  std::uint64_t on_server = 0;
  bool sizes_are_known = true;
  for (const ServerDatabase& database : databases) {
    on_server += database.size;
    if (database.size == 0) sizes_are_known = false;
    if (last == nullptr) continue;
    if (const auto size = last->content.find(database.name); size != last->content.end()) before += size->second;
  }
  // Without all sizes nothing shows that the databases have not shrunk.
  SpaceVerdict verdict = judge_space(*free, before, on_server);
  if (verdict == SpaceVerdict::too_little && !sizes_are_known) verdict = SpaceVerdict::tight;
  if (verdict == SpaceVerdict::enough) return;
  const std::string what = before > 0
                               ? fmt::format("in the last complete set these databases had {}", megabytes(before))
                               : fmt::format("the databases have {} on the server's disk", megabytes(on_server));
  const std::string message = fmt::format("\"{}\" has {} of free space, and {}", place, megabytes(*free), what);
  if (verdict == SpaceVerdict::too_little)
    throw Error(Fault::io, "there is not enough space for a backup: " + message).hint(ways_to_make_room(place));
  log(LogLevel::warning, "there may not be enough space for this backup: " + message, ways_to_make_room(place));
}

}  // namespace pgdumpcore::backups
