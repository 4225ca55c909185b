// The sets that a directory holds, and the series they belong to.
#pragma once

#include "backup/manifest.hpp"
#include "backup/retention.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::backups {

// Retention looks at sets of one series, and never beyond it.
struct Series {
  std::string system_identifier{};  // empty: no user of this series may read it
  Selection selection{};

  bool operator==(const Series&) const = default;
};

// A set with what its manifest says.
struct KnownSet {
  SetInfo info{};
  std::vector<std::string> databases{};            // that it was to hold
  std::map<std::string, std::uint64_t> content{};  // what it holds, with sizes; "" are the globals
  // nullopt: the version that made it did not record it, and it is not taken for a full one
  std::optional<Series> series{};

  [[nodiscard]] bool is_readable() const { return info.state == SetState::complete || info.state == SetState::partial; }
  [[nodiscard]] bool was_found_damaged() const { return info.verified_at && !info.was_intact; }
  [[nodiscard]] bool is_good() const { return info.state == SetState::complete && !was_found_damaged(); }
};

using pgdumpcore::find_set;

// All sets in a directory, oldest first. Throws Error (io) if the directory cannot be read.
[[nodiscard]] std::vector<KnownSet> known_sets(const std::filesystem::path& directory);

// Where `latest` leads, as find_set() promises; nullptr: there is no set for it.
[[nodiscard]] const KnownSet* newest_set(std::span<const KnownSet> sets);

// The newest good set of a series; nullptr: there is none.
[[nodiscard]] const KnownSet* newest_of(std::span<const KnownSet> sets, const Series& series);

// The sets of a series, for retention.
[[nodiscard]] std::vector<DatedSet> dated_sets(std::span<const KnownSet> sets, const Series& series);

// The set that the link or file DIRECTORY/latest names; empty: there is none.
[[nodiscard]] std::string latest_of(const std::filesystem::path& directory);

// Lets DIRECTORY/latest lead to newest_set(), and says so if that lacks databases of the set before.
void update_latest(const std::filesystem::path& directory, const LogCallback& log);

}  // namespace pgdumpcore::backups
