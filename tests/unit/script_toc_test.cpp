// The table of contents of plain scripts, harmless and hostile ones, cut at every byte.
#include "archive/script_toc.hpp"
#include "io_support.hpp"

#include "archive/large_object_reader.hpp"
#include "archive/script_lexer.hpp"
#include "archive/script_reader.hpp"
#include "archive/sql_words.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace pgdumpcore;
using archive::Entry;
using archive::ScriptToken;
using io_support::Trickle;

namespace {

const std::string beginning =
    "--\n-- PostgreSQL database dump\n--\n\n\\restrict k\n\n-- Dumped from database version 15.1\n"
    "-- Dumped by pg_dump version 15.1\n\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n"
    "SELECT pg_catalog.set_config('search_path', '', false);\n\n";
const std::string ending = "--\n-- PostgreSQL database dump complete\n--\n\n\\unrestrict k\n\n";

std::string header(const std::string& name, const std::string& kind, const std::string& schema = "public",
                   const std::string& owner = "shop", const std::string& before = "") {
  return "--\n-- " + before + "Name: " + name + "; Type: " + kind + "; Schema: " + schema + "; Owner: " + owner +
         "\n--\n\n";
}

archive::ScriptContents contents_of(const std::string& script, std::size_t step = 100000) {
  return archive::read_script(std::make_unique<Trickle>(script, step), "file \"x\"");
}

// Without those that every script has.
std::vector<Entry> entries_of(const std::string& entries, std::size_t step = 100000) {
  std::vector<Entry> all = contents_of(beginning + entries + ending, step).toc.entries;
  all.erase(all.begin(), all.begin() + 3);
  return all;
}

std::string message_of(const std::string& script) {
  try {
    static_cast<void>(contents_of(script));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

bool refuses(const std::string& script, const std::string& words) {
  const std::string message = message_of(script);
  if (message.find(words) != std::string::npos) return true;
  BOOST_TEST_MESSAGE("said: " << message);
  return false;
}

const std::string table = "SET default_tablespace = fast;\n\nSET default_table_access_method = heap;\n\n" +
                          header("t", "TABLE") +
                          "CREATE TABLE public.t (\n    a integer\n);\n\n\nALTER TABLE public.t OWNER TO shop;\n\n";
const std::string rows =
    header("t", "TABLE DATA", "public", "shop", "Data for ") + "COPY public.t (a) FROM stdin;\n1\n2\n\\.\n\n\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(script_toc)

BOOST_AUTO_TEST_CASE(an_entry_has_what_an_archive_says_of_it) {
  for (const std::size_t step : {1, 2, 3, 7, 100000}) {
    const std::vector<Entry> entries = entries_of(table + rows, step);
    BOOST_TEST_REQUIRE(entries.size() == 2);
    BOOST_TEST(entries[0].create.str() == "CREATE TABLE public.t (\n    a integer\n);\n");
    BOOST_TEST(entries[0].drop.str() == "DROP TABLE public.t;\n");
    BOOST_TEST(entries[0].owner.str() == "shop");
    BOOST_TEST(entries[0].tablespace->str() == "fast");
    BOOST_TEST(entries[0].access_method.str() == "heap");
    BOOST_TEST((entries[0].section == archive::Section::pre_data));
    BOOST_TEST(entries[1].copy.str() == "COPY public.t (a) FROM stdin;\n");
    BOOST_TEST(entries[1].has_data);
    BOOST_TEST(entries[1].dependencies == std::vector<int>{entries[0].dump_id}, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(data_stands_where_it_is_said_to) {
  const std::string script = beginning + table + rows + ending;
  const archive::ScriptContents contents = contents_of(script, 5);
  const archive::DataPlace place = contents.data.back();
  BOOST_TEST(script.substr(place.begin, place.end - place.begin) == "1\n2\n\\.\n");
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_header_and_is_none) {
  const std::string fake = header("fake", "TABLE") + "CREATE TABLE public.fake ();\n\n\n";
  const std::string data = header("t", "TABLE DATA", "public", "shop", "Data for ");
  const std::string function = header("f()", "FUNCTION") +
                               "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS $_$\n" + fake +
                               "$_$;\n\n\nALTER FUNCTION public.f() OWNER TO shop;\n\n";
  const std::string comment = header("TABLE t", "COMMENT") + "COMMENT ON TABLE public.t IS '\n" + fake + "';\n\n\n";
  const std::string with_escapes =
      header("TABLE t", "COMMENT") + "COMMENT ON TABLE public.t IS E'\\'\n" + fake + "';\n\n\n";
  const std::string quoted = header("a", "VIEW") + "CREATE VIEW public.a AS\n SELECT 1 AS \"\n" + fake + "\";\n\n\n";
  const std::string block = header("a", "VIEW") + "CREATE VIEW public.a AS /*\n" + fake + "*/ SELECT 1;\n\n\n";
  for (const std::string& hostile :
       {data + "COPY public.t (a) FROM stdin;\n" + fake + "\\.\n\n\n",
        data + "INSERT INTO public.t VALUES ('\n" + fake + "');\n\n\n", function, comment, with_escapes, quoted, block})
    for (const std::size_t step : {1, 11, 100000}) BOOST_TEST(entries_of(hostile, step).size() == 1, hostile);
}

BOOST_AUTO_TEST_CASE(rows_that_look_like_their_end) {
  const std::string data = header("t", "TABLE DATA", "public", "shop", "Data for ") + "COPY public.t (a) FROM stdin;\n";
  for (const std::string row : {"\\.x", "x\\.", "\\\\.", "\\. ", "\\N", "\\.\\.", "x\n\\.y\nz\\."})
    for (const std::size_t step : {1, 2, 3, 4, 100000}) {
      const std::string script = beginning + data + row + "\n\\.\n\n\n" + ending;
      const archive::DataPlace place = contents_of(script, step).data.back();
      BOOST_TEST(script.substr(place.begin, place.end - place.begin) == row + "\n\\.\n", row);
    }
}

BOOST_AUTO_TEST_CASE(names_that_look_like_a_header) {
  const std::string name = "x; Type: VIEW; Schema: a; Owner: b";
  const std::vector<Entry> entries = entries_of(header(name, "TABLE") + "CREATE TABLE public.\"" + name +
                                                "\" (\n);\n\n\nALTER TABLE public.\"" + name + "\" OWNER TO shop;\n\n");
  BOOST_TEST_REQUIRE(entries.size() == 1);
  BOOST_TEST(entries[0].tag.str() == name);
  BOOST_TEST(entries[0].description.str() == "TABLE");
  BOOST_TEST(entries[0].owner.str() == "shop");
  const std::string owner = "o; Type: VIEW; Schema: a; Owner: b";
  const std::vector<Entry> owned =
      entries_of(header("t", "TABLE", "public", owner) +
                 "CREATE TABLE public.t (\n);\n\n\nALTER TABLE public.t OWNER TO \"" + owner + "\";\n\n");
  BOOST_TEST(owned.at(0).tag.str() == "t");
  BOOST_TEST(owned.at(0).owner.str() == owner);
}

BOOST_AUTO_TEST_CASE(names_with_line_breaks) {
  const std::vector<Entry> entries = entries_of(
      header("a b", "TABLE", "s t", "o p") +
      "CREATE TABLE \"s\nt\".\"a\nb\" (\n);\n\n\nALTER TABLE \"s\nt\".\"a\nb\" OWNER TO \"o\np\";\n\n" +
      header("a b", "TABLE DATA", "s t", "o p", "Data for ") + "COPY \"s\nt\".\"a\nb\"  FROM stdin;\n\\.\n\n\n");
  BOOST_TEST_REQUIRE(entries.size() == 2);
  for (const Entry& entry : entries) {
    BOOST_TEST(entry.tag.str() == "a\nb");
    BOOST_TEST(entry.schema.str() == "s\nt");
    BOOST_TEST(entry.owner.str() == "o\np");
  }
}

BOOST_AUTO_TEST_CASE(privileges_stand_with_their_objects) {
  const std::string view = header("v", "VIEW") + "CREATE VIEW public.v AS\n SELECT 1;\n\n\n";
  const std::string grant = header("TABLE t", "ACL") + "GRANT SELECT ON TABLE public.t TO a;\n\n\n";
  const std::vector<Entry> entries = entries_of(table + view + rows + grant);
  BOOST_TEST_REQUIRE(entries.size() == 4);
  BOOST_TEST(entries[1].description.str() == "ACL");
  BOOST_TEST(entries[1].dependencies == std::vector<int>{entries[0].dump_id}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_no_dump_or_not_all_of_it_is_refused) {
  const std::string whole = beginning + table + rows + ending;
  BOOST_TEST(refuses("", "without a table of contents"));
  BOOST_TEST(refuses("SELECT 1;\n", "without a table of contents"));
  BOOST_TEST(refuses(table, "that pg_dump did not write"));
  BOOST_TEST(refuses(whole + whole, "holds 2 dumps"));
  BOOST_TEST(refuses(beginning + table, "it ends before its dump does"));
  BOOST_TEST(
      refuses(beginning + "--\n-- Name: t; Type: TABLE; Schema: a; Owner: b\nSELECT 1;\n" + ending, "is cut off"));
  BOOST_TEST(refuses(beginning + "--\n-- Name: t; Type: TABLE; Schema: a; Owner: b\n--\nSELECT 1;\n" + ending,
                     "no empty line stands behind"));
  BOOST_TEST(refuses(beginning + rows + "SELECT 1;\n" + ending, "behind the rows"));
  BOOST_TEST(refuses(beginning + table + "COPY public.t FROM stdin;\n\\.\n" + ending, "where a definition belongs"));
  BOOST_TEST(refuses(beginning + table + "\\! id\n" + ending, "psql's command \\! stands within an entry"));
  BOOST_TEST(refuses(beginning + header("t", "TABLE") + std::string("CREATE TABLE public.t\0;\n\n\n", 26) + ending,
                     "null byte"));
  const std::string windows =
      "--\r\n-- Name: t; Type: TABLE; Schema: a; Owner: b\r\n--\r\n\r\nCREATE TABLE a.t ();\r\n";
  BOOST_TEST(refuses(beginning + windows + ending, "carriage returns"));
}

// Whatever is lost of a script, there is an error, or all of its entries.
BOOST_AUTO_TEST_CASE(cut_at_every_byte) {
  const std::string whole = beginning + table + rows + ending;
  const std::size_t complete = whole.find(" complete") + std::string_view(" complete").size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string message = message_of(whole.substr(0, size));
    BOOST_TEST((!message.empty() || size >= complete), size);
  }
}

BOOST_AUTO_TEST_CASE(copies_from_standard_input) {
  BOOST_TEST(archive::copies_from_stdin("COPY \"from stdin\" (a) FROM stdin;"));
  BOOST_TEST(!archive::copies_from_stdin("COPY t FROM 'stdin';"));
  BOOST_TEST(!archive::copies_from_stdin("COPY (SELECT a FROM stdin) TO stdout;"));
}

BOOST_AUTO_TEST_CASE(large_objects_read_back) {
  std::string seen;
  const archive::LargeObjectConsumer consumer = {.open = [&](std::uint32_t oid) { seen += std::to_string(oid) + ":"; },
                                                 .write =
                                                     [&](std::span<const std::byte> bytes) {
                                                       seen.append(reinterpret_cast<const char*>(bytes.data()),
                                                                   bytes.size());
                                                     },
                                                 .close = [&] { seen += ";"; }};
  const auto read = [&](const std::string& statements) {
    archive::read_large_objects(io::memory_source(statements), "it", consumer);
  };
  const std::string open = "SELECT pg_catalog.lo_open('7', 131072);\n", close = "SELECT pg_catalog.lo_close(0);\n\n";
  read("BEGIN;\n\n" + open + "SELECT pg_catalog.lowrite(0, '\\x4142');\n" + close + open + close + "COMMIT;\n\n");
  BOOST_TEST(seen == "7:AB;7:;");
  for (const std::string& hostile :
       {open, close, open + open, open + "SELECT pg_catalog.lowrite(0, '\\x414');\n" + close,
        open + "SELECT pg_catalog.lowrite(0, '\\xzz');\n" + close, std::string("SELECT pg_catalog.lo_open('7');\n"),
        std::string("SELECT pg_catalog.lo_open('99999999999', 1);\n"), std::string("DROP TABLE t;\n")})
    BOOST_CHECK_THROW(read(hostile), Error);
}

BOOST_AUTO_TEST_CASE(sql_words) {
  archive::SqlWords words("CREATE TABLE \"S \"\".x\".t (a int DEFAULT '(') INHERITS (b);");
  BOOST_TEST(words.accept("CREATE"));
  BOOST_TEST(words.accept("TABLE"));
  BOOST_TEST(words.name() == "\"S \"\".x\".t");
  BOOST_TEST(words.until("INHERITS").value() == "(a int DEFAULT '(')");
  BOOST_TEST(!words.until("INHERITS").has_value());
  BOOST_TEST(archive::name_parts("\"S \"\".x\".t") == (std::vector<std::string>{"S \".x", "t"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
