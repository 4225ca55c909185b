// From settings as the catalog holds them to SET clauses.
#include "kinds/setting.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <string>

namespace data = boost::unit_test::data;
using namespace pgdumpcore;

namespace {

struct Case {
  const char* item;
  const char* clause;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.item;
}

const Case cases[] = {
    {"work_mem=4MB", "SET work_mem TO '4MB'"},
    {"a.b=x=y", "SET \"a.b\" TO 'x=y'"},
    {"DateStyle=ISO, DMY", "SET \"DateStyle\" TO 'ISO, DMY'"},
    {"odd=it's \\", "SET odd TO 'it''s \\'"},
    {"empty=", "SET empty TO ''"},
    {"no equals sign", ""},
    {"search_path=a, b", "SET search_path TO 'a', 'b'"},
    {"search_path=\"$user\", public", "SET search_path TO '$user', 'public'"},
    {"search_path=\"a, \"\"b\"\"\"", "SET search_path TO 'a, \"b\"'"},
    {"search_path=\"\"", "SET search_path TO ''"},
    {"SEARCH_PATH=\"it's\"", "SET \"SEARCH_PATH\" TO 'it''s'"},
    {"temp_tablespaces= \t\"\" , x ", "SET temp_tablespaces TO '', 'x'"},
    // What no server has stored as a list is left out rather than guessed at.
    {"search_path=\"a", "SET search_path TO "},
    {"search_path=a,", "SET search_path TO "},
    {"search_path=a b", "SET search_path TO "},
    {"search_path=", "SET search_path TO "},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(setting)

BOOST_DATA_TEST_CASE(clauses, data::make(cases), one) {
  BOOST_TEST(kinds::function_set_clause({}, one.item) == one.clause);
}

BOOST_AUTO_TEST_CASE(empty_lists_since_19) {
  catalog::Dialect dialect;
  dialect.server.number = 190000;
  BOOST_TEST(kinds::function_set_clause(dialect, "search_path=") == "SET search_path TO NULL");
  BOOST_TEST(kinds::function_set_clause(dialect, "search_path=\"\"") == "SET search_path TO ''");
}

BOOST_AUTO_TEST_CASE(backslashes_without_standard_strings) {
  catalog::Dialect dialect;
  dialect.standard_conforming_strings = false;
  BOOST_TEST(kinds::function_set_clause(dialect, "x=a\\b") == "SET x TO 'a\\\\b'");
}

BOOST_AUTO_TEST_CASE(backslashes_in_what_is_shared) {
  catalog::Dialect dialect;
  dialect.server.number = 180006;
  BOOST_TEST(kinds::set_clause(dialect, "x=a\\b'c") == "SET x TO E'a\\\\b''c'");
  BOOST_TEST(kinds::set_clause(dialect, "x=a'c") == "SET x TO 'a''c'");
  dialect.server.number = 190000;
  BOOST_TEST(kinds::set_clause(dialect, "x=a\\b'c") == "SET x TO 'a\\b''c'");
}

BOOST_AUTO_TEST_SUITE_END()
