// Objects by their catalog rows.
#include "catalog/object.hpp"
#include "catalog/address_map.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

using pgdumpcore::catalog::AddressMap;
using pgdumpcore::catalog::Object;
using pgdumpcore::catalog::Oid;

BOOST_AUTO_TEST_SUITE(address_map)

BOOST_AUTO_TEST_CASE(an_empty_one_finds_nothing) {
  BOOST_TEST((AddressMap().find({1259, 16384}) == nullptr));
}

BOOST_AUTO_TEST_CASE(what_is_there_first_stays) {
  AddressMap map;
  Object first;
  Object second;
  map.insert({1259, 16384}, first);
  map.insert({1259, 16384}, second);
  BOOST_TEST((map.find({1259, 16384}) == &first));
}

BOOST_AUTO_TEST_CASE(columns_lead_to_their_table) {
  AddressMap map;
  Object table;
  map.insert({1259, 16384, 2}, table);
  BOOST_TEST((map.find({1259, 16384}) == &table));
  BOOST_TEST((map.find({1259, 16384, 7}) == &table));
}

BOOST_AUTO_TEST_CASE(many_are_found_and_no_others) {
  AddressMap map;
  std::deque<Object> objects;
  constexpr Oid count = 50'000;
  for (const Oid catalog : {0U, 1247U, 1259U})
    for (Oid i = 0; i < count; ++i) map.insert({catalog, 16384 + 3 * i}, objects.emplace_back());
  std::size_t wrong = 0;
  std::size_t place = 0;
  for (const Oid catalog : {0U, 1247U, 1259U})
    for (Oid i = 0; i < count; ++i) {
      if (map.find({catalog, 16384 + 3 * i}) != &objects[place++]) ++wrong;
      if (map.find({catalog, 16385 + 3 * i}) != nullptr) ++wrong;
      if (map.find({catalog + 1, 16384 + 3 * i}) != nullptr) ++wrong;
    }
  BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
