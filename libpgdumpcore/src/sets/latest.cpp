#include "sets/latest.hpp"

#include "sets/known_sets.hpp"
#include "sets/names.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <span>
#include <vector>

namespace pgdumpcore::sets {

namespace {

// Databases in another set that this one and those already named lack; adds them to those.
std::vector<std::string> missing_databases(const KnownSet& other, const KnownSet& now, std::set<std::string>& named) {
  std::vector<std::string> missing;
  for (const auto& [name, size] : other.content) {
    const bool is_database = !name.empty();  // and not the globals
    if (is_database && !std::ranges::binary_search(now.databases, name) && named.insert(name).second)
      missing.push_back(name);
  }
  return missing;
}

// What the set that `latest` led to has, and the new one has not; and what sets since then have that were found
// damaged.
void report_missing_databases(std::span<const KnownSet> sets, const std::string& before, const KnownSet& now,
                              const LogCallback& log) {
  if (!log) return;
  std::set<std::string> named;
  for (const KnownSet& set : sets) {
    const bool same_server = set.info.system_identifier == now.info.system_identifier;
    const bool damaged_since = set.is_readable() && set.was_found_damaged() && same_server && set.info.name > before &&
                               set.info.name < now.info.name;
    if (set.info.name != before && !damaged_since) continue;
    const std::vector<std::string> missing = missing_databases(set, now, named);
    if (missing.empty()) continue;
    const char* const hint =
        !same_server ? "The sets are of two servers: give each of them a directory of its own."
        : set.was_found_damaged()
            ? "Verify found that set damaged; its databases that are intact can be restored from it."
            : "This is as it should be if they were dropped. Older sets have them as long as retention keeps those "
              "sets.";
    log(LogLevel::warning,
        fmt::format("\"latest\" now leads to backup set {}, which lacks databases that set {} has: \"{}\"",
                    now.info.name, set.info.name, fmt::join(missing, "\", \"")),
        hint);
  }
}

}  // namespace

std::string latest_of(const storage::Store& store) {
  const std::string name = store.link(latest_name);
  return set_time(name) ? name : "";
}

void update_latest(const std::shared_ptr<storage::Store>& store, const LogCallback& log) {
  const std::vector<KnownSet> sets = known_sets(store);
  const std::string before = latest_of(*store);
  const KnownSet* const now = newest_set(sets);
  if (now == nullptr) {
    if (!before.empty()) store->set_link(latest_name, "");
    return;
  }
  if (now->info.name == before) return;
  try {
    store->set_link(latest_name, now->info.name);
  } catch (const Error& error) {
    if (log) log(LogLevel::warning, error.within("\"latest\" was not renewed").what(), error.hint());
    return;
  }
  report_missing_databases(sets, before, *now, log);
}

}  // namespace pgdumpcore::sets
