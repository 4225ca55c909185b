// Finding and renaming a database in the statements of a script of globals.
#include "backup/database_statements.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace data = boost::unit_test::data;

namespace {

struct RenamedCase {
  const char* statement;
  const char* database;
  const char* renamed;
};
std::ostream& operator<<(std::ostream& out, const RenamedCase& one) {
  return out << one.statement;
}

const RenamedCase renamed_cases[] = {
    {"CREATE DATABASE shop WITH TEMPLATE = template0", "shop", "CREATE DATABASE \"new\" WITH TEMPLATE = template0"},
    {"CREATE DATABASE shop2 WITH TEMPLATE = template0", "shop", ""},
    {"ALTER DATABASE \"it's \"\"odd\"\" DATABASE x\" OWNER TO a", "it's \"odd\" DATABASE x",
     "ALTER DATABASE \"new\" OWNER TO a"},
    {"ALTER ROLE \"IN DATABASE shop\" IN DATABASE crm SET a TO 'b'", "shop", ""},
    {"ALTER ROLE \"IN DATABASE shop\" IN DATABASE crm SET a TO 'b'", "crm",
     "ALTER ROLE \"IN DATABASE shop\" IN DATABASE \"new\" SET a TO 'b'"},
    {"COMMENT ON DATABASE shop IS 'DATABASE crm'", "crm", ""},
    {"GRANT ALL ON DATABASE shop TO \"DATABASE\"", "shop", "GRANT ALL ON DATABASE \"new\" TO \"DATABASE\""},
    {"DO $role$ CREATE DATABASE shop; $role$", "shop", ""},
    {"GRANT a TO shop", "shop", ""},
    {"CREATE DATABASE", "shop", ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_statements)

BOOST_DATA_TEST_CASE(renamed, data::make(renamed_cases), one) {
  BOOST_TEST(pgdumpcore::backups::renamed_statement(one.statement, one.database, "new") == one.renamed);
}

BOOST_AUTO_TEST_CASE(settings_that_values_depend_on) {
  using pgdumpcore::backups::gives_values_their_meaning;
  using pgdumpcore::backups::parameter_of;
  BOOST_TEST(parameter_of("ALTER DATABASE shop SET \"TimeZone\" TO 'Asia/Tokyo'") == "timezone");
  BOOST_TEST(parameter_of("ALTER DATABASE \"set\" SET lc_monetary TO 'C'") == "lc_monetary");
  BOOST_TEST(parameter_of("ALTER ROLE a IN DATABASE \"set\" SET \"App\".\"x.y\" TO '1'") == "app.x.y");
  BOOST_TEST(parameter_of("ALTER DATABASE shop SET") == "");
  BOOST_TEST(parameter_of("ALTER DATABASE shop OWNER TO a") == "");
  BOOST_TEST(gives_values_their_meaning("ALTER DATABASE shop SET lc_monetary TO 'C'"));
  BOOST_TEST(gives_values_their_meaning("ALTER DATABASE shop SET app.tenant TO 'C'"));
  BOOST_TEST(gives_values_their_meaning("ALTER ROLE a IN DATABASE shop SET app.tenant TO 'C'"));
  BOOST_TEST(!gives_values_their_meaning("ALTER ROLE a IN DATABASE shop SET \"TimeZone\" TO 'UTC'"));
  BOOST_TEST(!gives_values_their_meaning("ALTER DATABASE shop SET session_replication_role TO 'replica'"));
  using pgdumpcore::backups::reset_statement;
  BOOST_TEST(reset_statement("ALTER DATABASE \"a SET b\" SET \"TimeZone\" TO 'x TO y'") ==
             "ALTER DATABASE \"a SET b\" RESET \"TimeZone\"");
  BOOST_TEST(reset_statement("ALTER DATABASE shop OWNER TO a") == "");
  BOOST_TEST(!gives_values_their_meaning("ALTER DATABASE shop SET statement_timeout TO '1.5s'"));
}

BOOST_AUTO_TEST_SUITE_END()
