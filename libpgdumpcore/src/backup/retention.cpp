#include "backup/retention.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace pgdumpcore::backups {

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

}  // namespace

std::vector<std::string> expired_sets(std::span<const DatedSet> sets, const Retention& rules) {
  std::vector<DatedSet> complete;
  std::ranges::copy_if(sets, std::back_inserter(complete), &DatedSet::complete);
  if (rules.keeps_everything() || complete.empty()) return {};
  std::ranges::sort(complete, std::greater{}, &DatedSet::at);
  const sys_seconds newest = complete.front().at;

  std::set<std::string> kept = {complete.front().name};
  keep(complete, rules.keep_last, moment, kept);
  keep(complete, rules.keep_daily, day, kept);
  keep(complete, rules.keep_weekly, week, kept);
  keep(complete, rules.keep_monthly, month, kept);

  std::vector<std::string> expired;
  for (const DatedSet& set : sets)
    if (!kept.contains(set.name) && (set.complete || set.at < newest)) expired.push_back(set.name);
  std::ranges::sort(expired);
  return expired;
}

}  // namespace pgdumpcore::backups
