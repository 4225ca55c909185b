// Retention: which sets go, against a slow reading of the manual's sentences, over random histories.
#include "sets/names.hpp"
#include "sets/retention.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace pgdumpcore;
using namespace pgdumpcore::sets;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

namespace {

DatedSet made(sys_seconds at, bool complete = true) {
  return {.name = set_name(at), .at = at, .complete = complete, .content = {"shop"}};
}

std::vector<std::string> names_of(const std::vector<ExpiredSet>& sets) {
  std::vector<std::string> names;
  for (const ExpiredSet& set : sets) names.push_back(set.name);
  return names;
}

std::string day_of(sys_seconds at) {
  return set_name(at).substr(0, 8);
}

std::string month_of(sys_seconds at) {
  return set_name(at).substr(0, 6);
}

// The Monday before it.
std::string week_of(sys_seconds at) {
  auto day = std::chrono::floor<std::chrono::days>(at);
  while (std::chrono::weekday(day) != std::chrono::Monday) day -= std::chrono::days(1);
  return day_of(day);
}

std::string second_of(sys_seconds at) {
  return set_name(at);
}

// "The newest one of each of the last N periods that have one."
bool rule_keeps(const DatedSet& set, const std::vector<DatedSet>& complete, int count,
                std::string (*period)(sys_seconds)) {
  std::set<std::string> later_periods;
  for (const DatedSet& other : complete) {
    if (other.at > set.at && period(other.at) == period(set.at)) return false;
    if (period(other.at) > period(set.at)) later_periods.insert(period(other.at));
  }
  return static_cast<int>(later_periods.size()) < count;
}

bool is_good(const DatedSet& set) {
  return set.complete && !set.found_damaged;
}

// "It stays as long as the same rules would keep it if it counted as good, and as long as it has something that no
// newer complete, intact set has."
bool has_the_only_copy(const DatedSet& set) {
  return std::ranges::any_of(set.content, [&](const std::string& name) {
    return std::ranges::find(set.saved_since, name) == set.saved_since.end();
  });
}

bool would_stay(const DatedSet& set, std::vector<DatedSet> complete, const Retention& rules) {
  complete.push_back(set);
  return std::ranges::max_element(complete, {}, &DatedSet::at)->name == set.name ||
         rule_keeps(set, complete, rules.keep_last, second_of) || rule_keeps(set, complete, rules.keep_daily, day_of) ||
         rule_keeps(set, complete, rules.keep_weekly, week_of) ||
         rule_keeps(set, complete, rules.keep_monthly, month_of);
}

bool damaged_stays(const DatedSet& set, const std::vector<DatedSet>& complete, const Retention& rules) {
  return has_the_only_copy(set) || would_stay(set, complete, rules);
}

// "Until the next complete one the newest stays, and older ones that have something that no newer one has."
bool partial_stays(const DatedSet& set, const std::vector<DatedSet>& sets, const std::vector<DatedSet>& complete,
                   const Retention& rules) {
  if (std::ranges::any_of(complete, [&](const DatedSet& other) { return other.at > set.at; }))
    return has_the_only_copy(set) && would_stay(set, complete, rules);
  std::set<std::string> newer;
  bool is_newest = true;
  for (const DatedSet& other : sets) {
    if (other.at <= set.at) continue;
    if (!other.complete && !other.found_damaged) newer.insert(other.content.begin(), other.content.end());
    if (!other.complete) is_newest = false;
  }
  return is_newest || std::ranges::any_of(set.content, [&](const auto& name) { return !newer.contains(name); });
}

std::vector<std::string> expected(const std::vector<DatedSet>& sets, const Retention& rules) {
  std::vector<DatedSet> complete;
  std::ranges::copy_if(sets, std::back_inserter(complete), is_good);
  if (rules.keeps_everything()) return {};
  const DatedSet newest = complete.empty() ? DatedSet() : *std::ranges::max_element(complete, {}, &DatedSet::at);
  std::vector<std::string> gone;
  for (const DatedSet& set : sets) {
    const bool kept = is_good(set) ? set.name == newest.name || rule_keeps(set, complete, rules.keep_last, second_of) ||
                                         rule_keeps(set, complete, rules.keep_daily, day_of) ||
                                         rule_keeps(set, complete, rules.keep_weekly, week_of) ||
                                         rule_keeps(set, complete, rules.keep_monthly, month_of)
                      : set.complete ? damaged_stays(set, complete, rules)
                                     : partial_stays(set, sets, complete, rules);
    if (!kept) gone.push_back(set.name);
  }
  std::ranges::sort(gone);
  return gone;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_retention)

BOOST_AUTO_TEST_CASE(random_histories) {
  std::mt19937 random(20261124);
  const auto up_to = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  std::size_t removed = 0;
  for (int history = 0; history < 4000; ++history) {
    sys_seconds at = sys_days(2019y / 12 / 20) + std::chrono::seconds(up_to(30 * 86400));
    const int longest_pause = up_to(3) == 0 ? 40 * 86400 : up_to(1) == 0 ? 86400 : 7200;
    std::vector<DatedSet> sets;
    for (int run = up_to(60); run > 0; --run) {
      at += std::chrono::seconds(1 + up_to(longest_pause));
      sets.push_back(made(at, up_to(5) != 0));
      sets.back().found_damaged = up_to(9) == 0;
      if (!sets.back().complete && up_to(1) == 0) sets.back().content = {"crm", "shop"};
    }
    const Retention rules = {up_to(4), up_to(8), up_to(5), up_to(13)};
    for (DatedSet& set : sets)
      for (const DatedSet& other : sets)
        if (!is_good(set) && is_good(other) && other.at > set.at && up_to(3) != 0) set.saved_since = other.content;
    std::ranges::shuffle(sets, random);
    const auto gone = names_of(expired_sets(sets, rules));
    BOOST_REQUIRE(gone == expected(sets, rules));
    removed += gone.size();
  }
  BOOST_TEST(removed > 10000);
}

BOOST_AUTO_TEST_CASE(no_rule_removes_nothing) {
  const std::vector sets = {made(sys_days(2024y / 1 / 1)), made(sys_days(2025y / 1 / 1)),
                            made(sys_days(2024y / 6 / 1), false)};
  BOOST_TEST(expired_sets(sets, {}).empty());
}

// Runs that all end partial must not fill the disk.
BOOST_AUTO_TEST_CASE(of_partial_sets_the_newest_stays) {
  const std::vector sets = {made(sys_days(2024y / 1 / 1), false), made(sys_days(2025y / 1 / 1), false)};
  const auto gone = names_of(expired_sets(sets, {.keep_last = 1}));
  BOOST_TEST(gone == std::vector{sets[0].name}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(and_one_that_has_what_newer_ones_have_not) {
  std::vector sets = {made(sys_days(2024y / 1 / 1), false), made(sys_days(2025y / 1 / 1), false)};
  sets[0].content = {"crm", "shop"};
  BOOST_TEST(expired_sets(sets, {.keep_last = 1}).empty());
}

// A database may have been dropped since.
BOOST_AUTO_TEST_CASE(a_partial_set_with_the_only_copy_stays_as_a_complete_one_would) {
  std::vector sets = {made(sys_days(2024y / 1 / 1), false), made(sys_days(2024y / 1 / 2)),
                      made(sys_days(2024y / 1 / 3))};
  sets[0].content = {"crm", "shop"};
  sets[0].saved_since = {"shop"};
  BOOST_TEST(expired_sets(sets, {.keep_daily = 3}).empty());
  const auto gone = names_of(expired_sets(sets, {.keep_daily = 2}));
  BOOST_TEST(gone == std::vector{sets[0].name}, boost::test_tools::per_element());
  sets[0].saved_since = {"crm", "shop"};
  const auto saved = names_of(expired_sets(sets, {.keep_daily = 3}));
  BOOST_TEST(saved == std::vector{sets[0].name}, boost::test_tools::per_element());
}

// The good set of a day stays, whatever the newer one was found to be; that one goes once rules would not keep it.
BOOST_AUTO_TEST_CASE(damaged_sets_take_no_place) {
  std::vector sets = {made(sys_days(2024y / 1 / 1) + 1h), made(sys_days(2024y / 1 / 1) + 2h)};
  sets[1].found_damaged = true;
  BOOST_TEST(expired_sets(sets, {.keep_daily = 1}).empty());
  sets.push_back(made(sys_days(2024y / 1 / 2)));
  sets[1].saved_since = {"shop"};
  BOOST_TEST(expired_sets(sets, {.keep_daily = 2}).empty());
  const auto gone = names_of(expired_sets(sets, {.keep_last = 2}));
  BOOST_TEST(gone.empty());
  sets.push_back(made(sys_days(2024y / 1 / 3)));
  const std::vector<ExpiredSet> expired = expired_sets(sets, {.keep_last = 2});
  BOOST_TEST(names_of(expired) == (std::vector{sets[0].name, sets[1].name}), boost::test_tools::per_element());
  BOOST_TEST(expired.back().reason.find("found damaged") != std::string::npos);
}

// Its other files may be the only ones of their databases.
BOOST_AUTO_TEST_CASE(a_damaged_set_with_the_only_copy_stays) {
  std::vector sets = {made(sys_days(2024y / 1 / 1)), made(sys_days(2024y / 1 / 2)), made(sys_days(2024y / 1 / 3))};
  sets[0].found_damaged = true;
  sets[0].content = {"crm", "shop"};
  sets[0].saved_since = {"shop"};
  const auto gone = names_of(expired_sets(sets, {.keep_last = 1}));
  BOOST_TEST(gone == std::vector{sets[1].name}, boost::test_tools::per_element());
  sets[0].saved_since = {"crm", "shop"};
  BOOST_TEST(expired_sets(sets, {.keep_last = 1}).size() == 2U);
}

// A partial set that was found damaged has nothing that an older one may be removed for.
BOOST_AUTO_TEST_CASE(a_damaged_partial_set_saves_nothing) {
  std::vector sets = {made(sys_days(2024y / 1 / 1), false), made(sys_days(2025y / 1 / 1), false)};
  sets[1].found_damaged = true;
  BOOST_TEST(expired_sets(sets, {.keep_last = 1}).empty());
}

// A run a day at 02:00 for 400 days; now and then it fails, and leaves a partial set or nothing.
BOOST_AUTO_TEST_CASE(four_hundred_days) {
  const Retention rules = {.keep_daily = 7, .keep_weekly = 4, .keep_monthly = 12};
  const sys_days first = 2025y / 1 / 1;  // the last run is on Wednesday, 2026-02-04
  std::vector<DatedSet> sets;
  for (int day = 0; day < 400; ++day) {
    const sys_seconds at = first + std::chrono::days(day) + 2h;
    if (day % 41 == 40) continue;
    const bool complete = day % 29 != 28;
    const std::vector<DatedSet> before = sets;
    sets.push_back(made(at, complete));
    // Retention follows complete sets only.
    if (!complete) continue;
    const auto gone = names_of(expired_sets(sets, rules));
    std::erase_if(sets, [&](const DatedSet& set) { return std::ranges::find(gone, set.name) != gone.end(); });
    BOOST_TEST(sets.back().name == set_name(at));
  }
  std::vector<std::string> days;
  for (const DatedSet& set : sets) days.push_back(day_of(set.at));
  const std::vector<std::string> wanted = {"20250331", "20250430", "20250531", "20250630", "20250731",
                                           "20250831", "20250930", "20251031", "20251130", "20251231",
                                           "20260118", "20260125", "20260129", "20260130", "20260131",
                                           "20260201", "20260202", "20260203", "20260204"};
  BOOST_TEST(days == wanted, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
