// The order of rows that refer to each other.
#include "restore/key_order.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace pgdumpcore;

namespace {

// What each of the entries 10, 11, … waits for: `10:12,13 11:10`.
std::string waits(std::size_t count, const std::vector<restoring::Reference>& references) {
  std::vector<int> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(static_cast<int>(10 + i));
  const restoring::WaitsFor found = restoring::ordered_by_references(ids, references).waits;
  std::string out;
  for (const int id : ids) {
    const auto of = found.find(id);
    if (of == found.end()) continue;
    out += (out.empty() ? "" : " ") + std::to_string(id) + ":";
    for (std::size_t i = 0; i < of->second.size(); ++i) out += (i > 0 ? "," : "") + std::to_string(of->second[i]);
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(key_order)

BOOST_AUTO_TEST_CASE(rows_wait_for_those_they_refer_to) {
  BOOST_TEST(waits(3, {}) == "");
  BOOST_TEST(waits(3, {{0, 2}, {1, 0}}) == "10:12 11:10");
}

BOOST_AUTO_TEST_CASE(circles_keep_the_order) {
  BOOST_TEST(waits(2, {{0, 1}, {1, 0}}) == "11:10,10");
  // 11 → 12 → 13 → 11, with one before and one behind the circle.
  BOOST_TEST(waits(5, {{1, 2}, {2, 3}, {3, 1}, {1, 4}, {0, 3}}) == "10:13 11:14 12:11 13:12,11");
}

BOOST_AUTO_TEST_CASE(circles_are_named) {
  const std::vector<int> ids = {10, 11, 12};
  const auto circular = [&](const std::vector<restoring::Reference>& references) {
    return restoring::ordered_by_references(ids, references).circular;
  };
  BOOST_TEST(circular({{0, 1}, {1, 2}}).empty());
  BOOST_TEST(circular({{0, 1}, {1, 2}, {2, 1}}) == std::vector<std::size_t>({1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
