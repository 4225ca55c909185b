// Names of sets and of the files in them.
#include "sets/names.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace pgdumpcore::sets;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(backup_names)

BOOST_AUTO_TEST_CASE(files_of_databases) {
  const std::vector<std::string> databases = {"Shop",   "shop",    "SHOP",    ".hidden", "..",
                                              "a/b:c%", "globals", "Globals", "%53hop",  "A/b:c%"};
  const std::vector<std::string> files = {"%53hop",       "shop",      "%53%48%4F%50", "%2Ehidden", "%2E.",
                                          "a%2Fb%3Ac%25", "%67lobals", "%47lobals",    "%2553hop",  "%41%2Fb%3Ac%25"};
  BOOST_TEST(encode_names(databases) == files, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(set_names) {
  BOOST_TEST((set_time("20260131T020000Z") == std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 2h));
  BOOST_TEST(set_name(*set_time("20260131T020000Z")) == "20260131T020000Z");
  for (const char* name : {"", "20260131T020000", "20260131T020000Z-keep", "20260230T020000Z", "20261301T020000Z",
                           "20260131T240000Z", "20260131T026000Z", "latest", "2026013100200000"})
    BOOST_TEST(!set_time(name), name);
  BOOST_TEST((parse_timestamp(timestamp(*set_time("20260131T020305Z"))) == set_time("20260131T020305Z")));
}

BOOST_AUTO_TEST_SUITE_END()
