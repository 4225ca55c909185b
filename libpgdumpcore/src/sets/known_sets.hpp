// The sets that a place holds, and the series they belong to.
#pragma once

#include "sets/manifest.hpp"
#include "sets/retention.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>
#include <pgdumpcore/progress.hpp>

#include <memory>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::sets {

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
  // Why it may not be removed, such as "it is a symbolic link"; empty: it may.
  std::string obstacle{};
  // It is a link to a set that is listed here under another name too, and must not be counted twice.
  bool is_second_name = false;
  // Its manifest says that it began earlier than its name does: an older set was copied to a newer name. It takes no
  // place of another set, and is not for retention to remove.
  bool is_copy = false;
  // A file is missing, or has another size than the manifest says; of sets_with_their_files() alone.
  bool lacks_files = false;

  [[nodiscard]] bool is_readable() const { return info.state == SetState::complete || info.state == SetState::partial; }
  [[nodiscard]] bool was_found_damaged() const { return info.verified_at && !info.was_intact; }
  [[nodiscard]] bool is_good() const { return info.state == SetState::complete && !was_found_damaged() && !is_copy; }
};

// All sets in a place, oldest first. Throws Error (io) if the place cannot be read.
[[nodiscard]] std::vector<KnownSet> known_sets(const std::shared_ptr<storage::Store>& store);
// The same, with a look at every file of each, which takes its time where there are many.
[[nodiscard]] std::vector<KnownSet> sets_with_their_files(const std::shared_ptr<storage::Store>& store);

// Throws Error (usage) if the place is a set itself: sets in a set would go with it.
void refuse_set(const storage::Store& store);

// Removes what runs left behind that are gone. Only under the place's lock.
void remove_unfinished(storage::Store& store);

// Where `latest` leads, as find_set() promises; nullptr: there is no set for it.
[[nodiscard]] const KnownSet* newest_set(std::span<const KnownSet> sets);

// The newest good set of a series that is not in the future; nullptr: there is none.
[[nodiscard]] const KnownSet* newest_of(std::span<const KnownSet> sets, const Series& series);

// The sets of a series that retention counts: none in the future.
[[nodiscard]] std::vector<DatedSet> dated_sets(std::span<const KnownSet> sets, const Series& series);

// Warns of sets whose names lie in the future.
void report_future_sets(std::span<const KnownSet> sets, const LogCallback& log);

}  // namespace pgdumpcore::sets
