// Vectors that are nearly always empty.
#include "base/rare_vector.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

using pgdumpcore::base::RareVector;

namespace {

std::vector<std::string> elements(const RareVector<std::string>& vector) {
  return {vector.begin(), vector.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rare_vector)

BOOST_AUTO_TEST_CASE(it_is_as_large_as_a_pointer) {
  BOOST_TEST(sizeof(RareVector<std::string>) == sizeof(void*));
}

BOOST_AUTO_TEST_CASE(an_empty_one_has_no_elements) {
  const RareVector<std::string> empty;
  BOOST_TEST(empty.empty());
  BOOST_TEST(empty.size() == 0U);
  BOOST_TEST(elements(empty).empty());
  BOOST_TEST(RareVector<std::string>(empty).empty());
}

BOOST_AUTO_TEST_CASE(it_keeps_elements_in_order) {
  RareVector<std::string> vector;
  vector.push_back("a");
  vector.emplace_back() = "b";
  BOOST_TEST(vector.size() == 2U);
  BOOST_TEST(vector.front() == "a");
  BOOST_TEST((elements(vector) == std::vector<std::string>{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(copies_are_independent) {
  RareVector<std::string> vector;
  vector.push_back("a");
  RareVector<std::string> copy = vector;
  copy.push_back("b");
  BOOST_TEST(vector.size() == 1U);
  vector = copy;
  BOOST_TEST((elements(vector) == std::vector<std::string>{"a", "b"}));
  const RareVector<std::string> moved = std::move(copy);
  BOOST_TEST((elements(moved) == std::vector<std::string>{"a", "b"}));
}

BOOST_AUTO_TEST_SUITE_END()
