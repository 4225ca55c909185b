// From ACLs as the catalog holds them to GRANT and REVOKE.
#include "kinds/acl.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <optional>
#include <ostream>
#include <string>

namespace data = boost::unit_test::data;
using namespace pgdumpcore;

namespace {

struct Case {
  const char* name;
  int major;
  kinds::GrantTarget privileged;
  std::optional<std::string> current;
  std::string built_in;
  std::optional<std::string> initial;
  std::string commands;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.name << " (" << one.major << ')';
}

kinds::GrantTarget table(std::string owner = "joe") {
  return {.type = "TABLE", .name = "item", .schema = "shop", .owner = std::move(owner)};
}
kinds::GrantTarget column() {
  return {.type = "TABLE", .name = "item", .column = "\"Price\"", .schema = "shop", .owner = "joe"};
}
kinds::GrantTarget of(std::string type) {
  return {.type = std::move(type), .name = "x", .owner = "joe"};
}
kinds::GrantTarget by_default(std::string type) {
  return {.type = std::move(type), .owner = "joe"};
}

const Case cases[] = {
    {"the default, not stored", 18, table(), std::nullopt, "{joe=arwdDxtm/joe}", std::nullopt, ""},
    {"the default, stored", 18, table(), "{joe=arwdDxtm/joe}", "{joe=arwdDxtm/joe}", std::nullopt, ""},
    {"everything of a table", 17, table(), "{joe=arwdDxtm/joe,ann=arwdDxtm/joe}", "{joe=arwdDxtm/joe}", std::nullopt,
     "GRANT ALL ON TABLE shop.item TO ann;\n"},
    {"everything but what 17 added", 17, table(), "{joe=arwdDxtm/joe,ann=arwdDxt/joe}", "{joe=arwdDxtm/joe}",
     std::nullopt, "GRANT SELECT,INSERT,REFERENCES,DELETE,TRIGGER,TRUNCATE,UPDATE ON TABLE shop.item TO ann;\n"},
    {"everything before 17", 16, table(), "{joe=arwdDxt/joe,ann=arwdDxt/joe}", "{joe=arwdDxt/joe}", std::nullopt,
     "GRANT ALL ON TABLE shop.item TO ann;\n"},
    {"everything with grant option", 16, table(), "{joe=arwdDxt/joe,ann=a*r*w*d*D*x*t*/joe}", "{joe=arwdDxt/joe}",
     std::nullopt, "GRANT ALL ON TABLE shop.item TO ann WITH GRANT OPTION;\n"},
    {"some with, some without", 16, table(), "{joe=arwdDxt/joe,ann=ar*wd*/joe}", "{joe=arwdDxt/joe}", std::nullopt,
     "GRANT INSERT,UPDATE ON TABLE shop.item TO ann;\n"
     "GRANT SELECT,DELETE ON TABLE shop.item TO ann WITH GRANT OPTION;\n"},
    {"the public", 18, table(), "{joe=arwdDxtm/joe,=r/joe}", "{joe=arwdDxtm/joe}", std::nullopt,
     "GRANT SELECT ON TABLE shop.item TO PUBLIC;\n"},
    {"nothing left", 18, table(), "{}", "{joe=arwdDxtm/joe}", std::nullopt,
     "REVOKE ALL ON TABLE shop.item FROM joe;\n"},
    {"the owner has less", 18, table(), "{joe=r/joe}", "{joe=arwdDxtm/joe}", std::nullopt,
     "REVOKE ALL ON TABLE shop.item FROM joe;\nGRANT SELECT ON TABLE shop.item TO joe;\n"},
    {"the owner goes first", 15, table(), "{=r/joe,joe=r/joe}", "{joe=arwdDxt/joe}", std::nullopt,
     "REVOKE ALL ON TABLE shop.item FROM joe;\nGRANT SELECT ON TABLE shop.item TO joe;\n"
     "GRANT SELECT ON TABLE shop.item TO PUBLIC;\n"},
    {"the owner in its place", 14, table(), "{=r/joe,joe=r/joe}", "{joe=arwdDxt/joe}", std::nullopt,
     "REVOKE ALL ON TABLE shop.item FROM joe;\nGRANT SELECT ON TABLE shop.item TO PUBLIC;\n"
     "GRANT SELECT ON TABLE shop.item TO joe;\n"},
    {"granted by another", 18, table(), "{joe=arwdDxtm/joe,ann=r*/joe,bob=r/ann}", "{joe=arwdDxtm/joe}", std::nullopt,
     "GRANT SELECT ON TABLE shop.item TO ann WITH GRANT OPTION;\n"
     "SET SESSION AUTHORIZATION ann;\nGRANT SELECT ON TABLE shop.item TO bob;\nRESET SESSION AUTHORIZATION;\n"},
    {"quoted names", 18, table("a=r/b"), R"({"\"a=r/b\"=arwdDxtm/\"a=r/b\"","\"x \"\"y\"\", {z}\\\"=r/\"a=r/b\""})",
     R"({"\"a=r/b\"=arwdDxtm/\"a=r/b\""})", std::nullopt,
     "GRANT SELECT ON TABLE shop.item TO \"x \"\"y\"\", {z}\\\";\n"},
    {"a name of two quotes", 18, table(), R"({joe=arwdDxtm/joe,"\"\"\"\"=r/joe"})", "{joe=arwdDxtm/joe}", std::nullopt,
     "GRANT SELECT ON TABLE shop.item TO \"\"\"\";\n"},
    {"quoted or not, the same role", 18, table(), R"({"\"joe\"=arwdDxtm/\"joe\""})", "{joe=arwdDxtm/joe}", std::nullopt,
     ""},

    {"a column", 18, column(), "{ann=rw/joe,bob=arwx/joe}", "{}", std::nullopt,
     "GRANT SELECT(\"Price\"),UPDATE(\"Price\") ON TABLE shop.item TO ann;\n"
     "GRANT ALL(\"Price\") ON TABLE shop.item TO bob;\n"},
    {"a column with grant option", 18, column(), "{ann=a*r*w*x*/joe}", "{}", std::nullopt,
     "GRANT ALL(\"Price\") ON TABLE shop.item TO ann WITH GRANT OPTION;\n"},

    {"initial privileges, unchanged", 18, table(), "{joe=arwdDxtm/joe,=r/joe}", "{joe=arwdDxtm/joe}",
     "{joe=arwdDxtm/joe,=r/joe}", ""},
    {"initial privileges, added to", 18, table(), "{joe=arwdDxtm/joe,=r/joe,ann=a/joe}", "{joe=arwdDxtm/joe}",
     "{joe=arwdDxtm/joe,=r/joe}", "GRANT INSERT ON TABLE shop.item TO ann;\n"},
    {"initial privileges, revoked", 18, table(), "{joe=arwdDxtm/joe}", "{joe=arwdDxtm/joe}",
     "{joe=arwdDxtm/joe,=r/joe}", "REVOKE SELECT ON TABLE shop.item FROM PUBLIC;\n"},
    {"initial privileges, changed", 18, table(), "{joe=arwdDxtm/joe,=rw/joe}", "{joe=arwdDxtm/joe}",
     "{joe=arwdDxtm/joe,=r*/joe}",
     "REVOKE SELECT ON TABLE shop.item FROM PUBLIC;\nGRANT SELECT,UPDATE ON TABLE shop.item TO PUBLIC;\n"},
    {"initial privileges, nothing stored now", 18, of("SCHEMA"), std::nullopt, "{joe=UC/joe}", "{joe=UC/joe,=U/joe}",
     "REVOKE USAGE ON SCHEMA x FROM PUBLIC;\n"},
    {"no initial privileges at all", 18, of("SCHEMA"), "{joe=UC/joe}", "{joe=UC/joe}", "{}",
     "GRANT ALL ON SCHEMA x TO joe;\n"},

    {"sequence", 18, of("SEQUENCE"), "{joe=rwU/joe,ann=U/joe,=rw/joe}", "{joe=rwU/joe}", std::nullopt,
     "GRANT USAGE ON SEQUENCE x TO ann;\nGRANT SELECT,UPDATE ON SEQUENCE x TO PUBLIC;\n"},
    {"function", 18, of("FUNCTION"), "{joe=X/joe,ann=X*/joe}", "{=X/joe,joe=X/joe}", std::nullopt,
     "REVOKE ALL ON FUNCTION x FROM PUBLIC;\nGRANT ALL ON FUNCTION x TO ann WITH GRANT OPTION;\n"},
    {"procedure", 18, of("PROCEDURE"), "{=X/joe,joe=X/joe,ann=X/joe}", "{=X/joe,joe=X/joe}", std::nullopt,
     "GRANT ALL ON PROCEDURE x TO ann;\n"},
    {"type", 18, of("TYPE"), "{joe=U/joe}", "{=U/joe,joe=U/joe}", std::nullopt, "REVOKE ALL ON TYPE x FROM PUBLIC;\n"},
    {"schema", 18, of("SCHEMA"), "{joe=UC/joe,ann=C/joe}", "{joe=UC/joe}", std::nullopt,
     "GRANT CREATE ON SCHEMA x TO ann;\n"},
    {"database", 18, of("DATABASE"), "{joe=CTc/joe,ann=cT*/joe}", "{=Tc/joe,joe=CTc/joe}", std::nullopt,
     "REVOKE CONNECT,TEMPORARY ON DATABASE x FROM PUBLIC;\nGRANT CONNECT ON DATABASE x TO ann;\n"
     "GRANT TEMPORARY ON DATABASE x TO ann WITH GRANT OPTION;\n"},
    {"large object", 18, of("LARGE OBJECT"), "{joe=rw/joe,ann=r/joe}", "{joe=rw/joe}", std::nullopt,
     "GRANT SELECT ON LARGE OBJECT x TO ann;\n"},
    {"parameter",
     18,
     {.type = "PARAMETER", .name = "x"},
     "{ann=sA/joe,bob=A/joe}",
     "{}",
     std::nullopt,
     "SET SESSION AUTHORIZATION joe;\nGRANT ALL ON PARAMETER x TO ann;\nRESET SESSION AUTHORIZATION;\n"
     "SET SESSION AUTHORIZATION joe;\nGRANT ALTER SYSTEM ON PARAMETER x TO bob;\nRESET SESSION AUTHORIZATION;\n"},

    {"default privileges", 16, by_default("TABLES"), "{joe=arwdDxt/joe,ann=r/joe}", "{joe=arwdDxt/joe}", std::nullopt,
     "=> GRANT SELECT ON TABLES TO ann;\n"},
    {"default privileges, two spaces", 15, by_default("TABLES"), "{ann=r/joe}", "{joe=arwdDxt/joe}", std::nullopt,
     "=> REVOKE ALL ON TABLES  FROM joe;\n=> GRANT SELECT ON TABLES  TO ann;\n"},
    {"default privileges on schemas", 18, by_default("SCHEMAS"), "{joe=UC/joe,=U/joe}", "{joe=UC/joe}", std::nullopt,
     "=> GRANT USAGE ON SCHEMAS TO PUBLIC;\n"},
    {"default privileges on large objects", 18, by_default("LARGE OBJECTS"), "{joe=rw/joe,=r*/joe}", "{joe=rw/joe}",
     std::nullopt, "=> GRANT SELECT ON LARGE OBJECTS TO PUBLIC WITH GRANT OPTION;\n"},
};

catalog::Dialect dialect_of(int major) {
  catalog::Dialect dialect;
  dialect.server.number = major * 10000;
  return dialect;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(acl)

BOOST_DATA_TEST_CASE(commands, data::make(cases), one) {
  const catalog::Acl acl{.current = one.current, .built_in = one.built_in, .initial = one.initial};
  const std::string prefix = one.privileged.name.empty() ? "=> " : "";
  BOOST_TEST(kinds::acl_commands(dialect_of(one.major), acl, one.privileged, prefix) == one.commands);
}

BOOST_DATA_TEST_CASE(damaged_items_are_refused, data::make({"{joe}", "{joe=r}", "{\"\\\"joe\"}"}), text) {
  const catalog::Acl acl{.current = text, .built_in = "{}"};
  BOOST_CHECK_THROW((void)kinds::acl_commands(dialect_of(18), acl, table()), Error);
}

BOOST_AUTO_TEST_CASE(unknown_kinds_are_refused) {
  const catalog::Acl acl{.current = "{}", .built_in = "{joe=r/joe}"};
  BOOST_CHECK_THROW((void)kinds::acl_commands(dialect_of(18), acl, of("TEAPOT")), Error);
}

BOOST_AUTO_TEST_SUITE_END()
