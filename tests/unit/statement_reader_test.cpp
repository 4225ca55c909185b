// Scripts taken apart as psql does it.
#include "restore/statement_reader.hpp"
#include "io_support.hpp"

#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

namespace data = boost::unit_test::data;
using namespace pgdumpcore;
using io_support::Trickle;
using restoring::ScriptItem;
using restoring::StatementReader;

namespace {

// Each item on a line of its own: its first line, what it is, its text; rows in braces.
std::string taken_apart(const std::string& script, std::size_t step) {
  StatementReader reader(std::make_unique<Trickle>(script, step));
  std::string out;
  try {
    while (true) {
      const ScriptItem item = reader.next();
      if (item.kind == ScriptItem::Kind::end) return out;
      out += std::to_string(item.line);
      out += item.kind == ScriptItem::Kind::connect    ? " connect "
             : item.kind == ScriptItem::Kind::encoding ? " encoding "
                                                       : " ";
      out += item.text + "|";
      if (item.kind != ScriptItem::Kind::copy) continue;
      out += "{";
      for (auto part = reader.copy_data(); !part.empty(); part = reader.copy_data())
        out.append(reinterpret_cast<const char*>(part.data()), part.size());
      out += "}";
    }
  } catch (const Error& error) {
    BOOST_TEST(static_cast<int>(error.fault()) == static_cast<int>(Fault::data));
    return out + "error: " + error.what();
  }
}

struct Case {
  std::string script;
  std::string expected;
};
std::ostream& operator<<(std::ostream& out, const Case& one) {
  return out << one.script;
}

const Case cases[] = {
    {"", ""},
    {" \n;;\n; ", ""},
    {"\xEF\xBB\xBFSELECT 1;", "1 SELECT 1|"},
    {"SELECT 1; SELECT\n2;\n", "1 SELECT 1|1 SELECT\n2|"},
    {"-- a; b\nSELECT 1 -- c;\n;", "2 SELECT 1 -- c;\n|"},
    {"/* a; /* b */ ; */ SELECT /* ; */ 1;", "1 SELECT /* ; */ 1|"},
    {"SELECT 'a;''b', \"c;\"\"d\";", "1 SELECT 'a;''b', \"c;\"\"d\"|"},
    {"SELECT 'a\\'; SELECT 'b';", "1 SELECT 'a\\'|1 SELECT 'b'|"},
    {"SELECT E'a\\';b';", "1 SELECT E'a\\';b'|"},
    {"SELECT e'a\\'' ';b';", "1 SELECT e'a\\'' ';b'|"},
    {"SELECT note'a\\'; SELECT 2;", "1 SELECT note'a\\'|1 SELECT 2|"},
    {"SELECT E'a'\n'b\\';c';", "1 SELECT E'a'\n'b\\';c'|"},
    {"SELECT E'a', 'b\\';", "1 SELECT E'a', 'b\\'|"},
    {"SET standard_conforming_strings = off;\nSELECT 'a\\';b';",
     "1 SET standard_conforming_strings = off|2 SELECT 'a\\';b'|"},
    {"set Standard_Conforming_Strings to 'off';SET standard_conforming_strings TO on;SELECT 'a\\';",
     "1 set Standard_Conforming_Strings to 'off'|1 SET standard_conforming_strings TO on|1 SELECT 'a\\'|"},
    {"SET client_encoding = 'SJIS';SELECT E'\x83\\';", "1 SET client_encoding = 'SJIS'|1 SELECT E'\x83\\'|"},
    {"\\encoding SJIS\nSELECT E'\xB1\\';';", "1 encoding SJIS|2 SELECT E'\xB1\\';'|"},
    {"SELECT $$a;'b$$, $t1$;$$;$t1$;", "1 SELECT $$a;'b$$, $t1$;$$;$t1$|"},
    {"SELECT $a$ $$;$a$, $b$$a$;$b$, a$b$, $1;", "1 SELECT $a$ $$;$a$, $b$$a$;$b$, a$b$, $1|"},
    {"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);SELECT 3;",
     "1 CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)|1 SELECT 3|"},
    {"SELECT 1) ; SELECT 2;", "1 SELECT 1) |1 SELECT 2|"},
    {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN (CASE 1 WHEN 1 THEN true END) THEN 1; END; END;x;",
     "1 CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN (CASE 1 WHEN 1 THEN true END) THEN 1; END; "
     "END|1 x|"},
    {"CREATE OR REPLACE PROCEDURE begin(atomic int) LANGUAGE sql AS $$;$$; SELECT 1;",
     "1 CREATE OR REPLACE PROCEDURE begin(atomic int) LANGUAGE sql AS $$;$$|1 SELECT 1|"},
    {"create or replace procedure p() begin /* ; */ atomic select 1; end;z;",
     "1 create or replace procedure p() begin /* ; */ atomic select 1; end|1 z|"},
    {"BEGIN; COMMIT; CREATE TABLE function (begin int, atomic int); x;",
     "1 BEGIN|1 COMMIT|1 CREATE TABLE function (begin int, atomic int)|1 x|"},
    {"COPY t (a) FROM stdin;\n1\n2;'\n\\.\nSELECT 1;", "1 COPY t (a) FROM stdin|{1\n2;'\n}5 SELECT 1|"},
    {"COPY t FROM STDIN;\n\\.\n\n\nSELECT 1;", "1 COPY t FROM STDIN|{}5 SELECT 1|"},
    {"copy t from stdin with (format csv) ; \r\na\r\n\\.\r\nx;", "1 copy t from stdin with (format csv) |{a\r\n}4 x|"},
    {"COPY t FROM stdin;\n\\.x\nx\\.\n\\\\.\n\\.", "1 COPY t FROM stdin|{\\.x\nx\\.\n\\\\.\n}"},
    {"COPY \"from stdin\" TO STDOUT;COPY (SELECT 1 FROM stdin) TO 'f';",
     "1 COPY \"from stdin\" TO STDOUT|1 COPY (SELECT 1 FROM stdin) TO 'f'|"},
    {"\\connect shop\nx;", "1 connect shop|2 x|"},
    {"\\c \"Odd \"\"name\"\"\" - - -\n", "1 connect Odd \"name\"|"},
    {"\\connect -reuse-previous=on \"dbname='it\\\\''s \"\"odd\"\"'\"\n",
     "error: line 1: \\connect is understood with the "
     "name of a database alone"},
    {"\\connect -reuse-previous=on \"dbname='it\\'s \"\"odd\"\" \\\\ '\"\n", "1 connect it's \"odd\" \\ |"},
    {"\\connect a b\n", "error: line 1: \\connect is understood with the name of a database alone"},
    {"\\connect host=elsewhere\n", "error: line 1: \\connect is understood with the name of a database alone"},
    {"\\restrict aB1\nSELECT 1;\n\\unrestrict aB1\n\\connect x\n\\restrict c\n\\unrestrict c\n",
     "2 SELECT 1|4 connect x|"},
    {"\\restrict a\n\n\\connect x\n", "error: line 3: \\connect is not allowed behind \\restrict"},
    {"\\restrict a\n\\! rm\n", "error: line 2: \\! is not allowed behind \\restrict"},
    {"\\restrict a\n\\unrestrict b\n", "error: line 2: \\unrestrict has another key than \\restrict"},
    {"SELECT 1;\n\\! rm -rf\n", "1 SELECT 1|error: line 2: psql's command \\! is not understood here"},
    {"SELECT 1\n\\g\n", "error: line 2: a backslash within a statement and outside its quotes"},
    {"\\connect 'a\n", "error: line 1: a quote in a command that begins with a backslash does not end on its line"},
    {std::string("SELECT '\0';", 11), "error: line 1: a null byte within a statement"},
    // Damage.
    {"SELECT 1;\nSELECT 2", "1 SELECT 1|error: the script is incomplete: it ends in a statement that begins on line 2"},
    {"\n\nSELECT\n 'a\n", "error: the script is incomplete: it ends in a string constant that begins on line 4"},
    {"SELECT E'a\\", "error: the script is incomplete: it ends in a string constant that begins on line 1"},
    {"SELECT \"a;", "error: the script is incomplete: it ends in a quoted name that begins on line 1"},
    {"SELECT $a$;$a", "error: the script is incomplete: it ends in a dollar-quoted constant that begins on line 1"},
    {"\n/* /* */ ", "error: the script is incomplete: it ends in a comment that begins on line 2"},
    {"SELECT (1;\n", "error: the script is incomplete: it ends in a statement that begins on line 1"},
    {"COPY t FROM stdin;\n1\n2",
     "1 COPY t FROM stdin|{1\nerror: the script is incomplete: it ends in rows of a COPY that begins on line 2"},
    {"COPY t FROM stdin;\n1\n",
     "1 COPY t FROM stdin|{1\nerror: the script is incomplete: it ends in rows of a COPY that begins on line 2"},
    {"COPY t FROM stdin;", "error: the script is incomplete: it ends in a COPY without its rows that begins on line 1"},
    {"COPY t FROM stdin; SELECT 1;", "error: line 1: something else than rows stands behind COPY"},
    {"\\restrict abc\nSELECT 1;\n\\unrestrict ab",
     "2 SELECT 1|error: the script is incomplete: it ends in a part protected by \\restrict that begins on line 1"},
    {"\\restrict abc\nSELECT 1;\n\\unre",
     "2 SELECT 1|error: the script is incomplete: it ends in a part protected by \\restrict that begins on line 1"},
    {"\\restrict abc\nSELECT 1;\n\\unrestrict ab\n",
     "2 SELECT 1|error: line 3: \\unrestrict has another key than \\restrict"},
    {"\\restrict a\nSELECT 1;",
     "2 SELECT 1|error: the script is incomplete: it ends in a part protected by \\restrict that begins on line 1"},
    {"--\n-- PostgreSQL database dump\n--\n\nSELECT 1;\n",
     "5 SELECT 1|error: the script is incomplete: it ends in a database dump that begins on line 2"},
    {"-- PostgreSQL database dump\nSELECT 1;\n-- PostgreSQL database dump complete\n", "2 SELECT 1|"},
    {"-- PostgreSQL database cluster dump\n-- PostgreSQL database dump\n-- PostgreSQL database dump complete\n",
     "error: the script is incomplete: it ends in a database dump that begins on line 1"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(statement_reader)

BOOST_DATA_TEST_CASE(takes_scripts_apart, data::make(cases), one) {
  for (const std::size_t step : {std::size_t{1}, std::size_t{3}, std::size_t{1} << 20U}) {
    const std::string got = taken_apart(one.script, step);
    BOOST_TEST(got == one.expected, "in steps of " << step << ": " << got);
  }
}

BOOST_AUTO_TEST_CASE(rows_that_are_not_read_are_passed_over) {
  StatementReader reader(io::memory_source("COPY t FROM stdin;\n1\n2\n\\.\nSELECT 1;"));
  BOOST_TEST(reader.next().text == "COPY t FROM stdin");
  BOOST_TEST(reader.next().text == "SELECT 1");
}

BOOST_AUTO_TEST_CASE(rows_may_be_longer_than_any_buffer) {
  const std::string row(1'000'000, 'x');
  for (const std::size_t step : {std::size_t{100'000}, std::size_t{1} << 30U}) {
    const std::string got = taken_apart("COPY t FROM stdin;\n" + row + "\n\\.\n" + "x;", step);
    BOOST_TEST(got == "1 COPY t FROM stdin|{" + row + "\n}4 x|");
  }
}

BOOST_AUTO_TEST_CASE(constants_may_be_longer_than_any_buffer) {
  const std::string text(1'000'000, ';');
  BOOST_TEST(taken_apart("SELECT '" + text + "', $x$" + text + "$x$;", 77'777) ==
             "1 SELECT '" + text + "', $x$" + text + "$x$|");
}

BOOST_AUTO_TEST_SUITE_END()
