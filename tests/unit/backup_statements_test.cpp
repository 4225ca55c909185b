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

BOOST_AUTO_TEST_SUITE_END()
