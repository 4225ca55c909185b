#include "sets/retention.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <set>

namespace pgdumpcore::sets {

namespace {

using std::chrono::sys_seconds;

// Numbers that grow with time and are equal within one period.
std::int64_t moment(sys_seconds at) {
  return at.time_since_epoch().count();
}

std::int64_t day(sys_seconds at) {
  return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
}

std::int64_t week(sys_seconds at) {
  // 1970-01-01 was a Thursday, three days after a Monday.
  return std::chrono::floor<std::chrono::weeks>(at + std::chrono::days(3)).time_since_epoch().count();
}

std::int64_t month(sys_seconds at) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
  return static_cast<int>(date.year()) * std::int64_t{12} + static_cast<unsigned>(date.month());
}

// Adds the newest set of each of the newest `count` periods; `sets` begins with the newest.
void keep(const std::vector<DatedSet>& sets, int count, std::int64_t (*period)(sys_seconds),
          std::set<std::string>& kept) {
  std::optional<std::int64_t> last;
  for (const DatedSet& set : sets) {
    if (last == period(set.at)) continue;
    if (count-- <= 0) return;
    last = period(set.at);
    kept.insert(set.name);
  }
}

bool is_good(const DatedSet& set) {
  return set.complete && !set.found_damaged;
}

// `sets` begins with the newest, and is not empty.
std::set<std::string> kept_by(const std::vector<DatedSet>& sets, const Retention& rules) {
  std::set<std::string> kept = {sets.front().name};
  keep(sets, rules.keep_last, moment, kept);
  keep(sets, rules.keep_daily, day, kept);
  keep(sets, rules.keep_weekly, week, kept);
  keep(sets, rules.keep_monthly, month, kept);
  return kept;
}

// Whether a rule would keep a set if it counted as good; `good` begins with the newest.
bool would_be_kept(const DatedSet& set, std::vector<DatedSet> good, const Retention& rules) {
  good.insert(std::ranges::lower_bound(good, set.at, std::greater{}, &DatedSet::at), set);
  return kept_by(good, rules).contains(set.name);
}

// Of partial sets, the newest first: those whose content newer ones have.
std::vector<ExpiredSet> superseded(const std::vector<DatedSet>& partial) {
  std::vector<ExpiredSet> gone;
  std::set<std::string> newer;
  for (const DatedSet& set : partial) {
    const bool has_more = std::ranges::any_of(set.content, [&](const auto& name) { return !newer.contains(name); });
    if (&set != &partial.front() && !has_more)
      gone.push_back({set.name, "it is partial, and newer sets have what it has", false});
    else if (!set.found_damaged)
      newer.insert(set.content.begin(), set.content.end());
  }
  return gone;
}

}  // namespace

std::vector<ExpiredSet> expired_sets(std::span<const DatedSet> sets, const Retention& rules) {
  if (rules.keeps_everything()) return {};
  std::vector<DatedSet> newest_first(sets.begin(), sets.end());
  std::ranges::sort(newest_first, std::greater{}, &DatedSet::at);
  std::vector<DatedSet> good;
  std::ranges::copy_if(newest_first, std::back_inserter(good), is_good);
  const std::set<std::string> kept = good.empty() ? std::set<std::string>() : kept_by(good, rules);

  std::vector<DatedSet> partial;
  std::vector<ExpiredSet> expired;
  for (const DatedSet& set : newest_first) {
    const bool is_older = !good.empty() && set.at < good.front().at;
    if (is_good(set)) {
      if (!kept.contains(set.name)) expired.push_back({set.name, "no rule keeps it", true});
    } else if (set.complete) {
      if (std::ranges::includes(set.saved_since, set.content) && !would_be_kept(set, good, rules))
        expired.push_back(
            {set.name, "it was found damaged, no rule would keep it, and newer sets have what it has", true});
    } else if (is_older && std::ranges::includes(set.saved_since, set.content)) {
      expired.push_back({set.name, "it is partial, and newer sets have what it has", false});
    } else if (is_older) {
      // It may have the last of a database that is gone.
      if (!would_be_kept(set, good, rules))
        expired.push_back({set.name, "it is partial, and no rule would keep it", false});
    } else {
      partial.push_back(set);
    }
  }
  std::ranges::move(superseded(partial), std::back_inserter(expired));
  std::ranges::sort(expired, {}, &ExpiredSet::name);
  return expired;
}

}  // namespace pgdumpcore::sets
