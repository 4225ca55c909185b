// Which hosts are left when one has not answered.
#include "pg/hosts.hpp"

#include <boost/test/unit_test.hpp>

namespace pg = pgdumpcore::pg;

namespace {

using Hosts = std::vector<pg::Host>;

std::vector<std::string> resolve(const std::string& name) {
  if (name == "both") return {"::1", "127.0.0.1"};
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hosts)

BOOST_AUTO_TEST_CASE(lists) {
  const Hosts two = {{"a", "", "1"}, {"b", "", "2"}};
  BOOST_TEST((pg::split_hosts("a,b", "", "1,2") == two));
  const Hosts one_port = {{"a", "", "1"}, {"b", "", "1"}};
  BOOST_TEST((pg::split_hosts("a,b", "", "1") == one_port));
  const Hosts addresses = {{"", "10.0.0.1", ""}, {"", "10.0.0.2", ""}};
  BOOST_TEST((pg::split_hosts("", "10.0.0.1,10.0.0.2", "") == addresses));
  BOOST_TEST(pg::split_hosts("", "", "1").empty());
}

BOOST_AUTO_TEST_CASE(the_silent_one_goes) {
  const Hosts all = {{"a", "", "1"}, {"a", "", "2"}, {"b", "", ""}};
  const Hosts without_second = {{"a", "", "1"}, {"b", "", ""}};
  BOOST_TEST((pg::hosts_without(all, {"a", "10.0.0.1", "2"}, resolve) == without_second));
  const Hosts without_third = {{"a", "", "1"}, {"a", "", "2"}};
  BOOST_TEST((pg::hosts_without(all, {"b", "10.0.0.2", "5432"}, resolve) == without_third));
  BOOST_TEST(pg::hosts_without(all, {"c", "", "1"}, resolve).empty());
}

BOOST_AUTO_TEST_CASE(a_name_keeps_its_other_addresses) {
  const Hosts left = {{"both", "127.0.0.1", "1"}, {"b", "", "1"}};
  BOOST_TEST((pg::hosts_without({{"both", "", "1"}, {"b", "", "1"}}, {"both", "::1", "1"}, resolve) == left));
  BOOST_TEST(pg::hosts_without({{"both", "127.0.0.1", "1"}}, {"both", "127.0.0.1", "1"}, resolve).empty());
}

BOOST_AUTO_TEST_SUITE_END()
