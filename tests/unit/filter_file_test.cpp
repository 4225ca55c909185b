// Filter files: what pg_dump 17 makes of them, seen on pg_dump itself.
#include "select/filter_file.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/options.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <vector>

#include <stdlib.h>
#include <unistd.h>

namespace {

using pgdumpcore::select::FilterRule;

// A file that is there as long as the test.
class File {
 public:
  explicit File(const std::string& text) {
    const int descriptor = ::mkstemp(name_.data());
    BOOST_REQUIRE(descriptor >= 0);
    ::close(descriptor);
    std::ofstream(name_, std::ios::binary) << text;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { ::unlink(name_.c_str()); }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_ = "/tmp/pgdump-filter.XXXXXX";
};

std::vector<FilterRule> rules(const std::string& text) {
  std::vector<FilterRule> found;
  pgdumpcore::select::read_filter_file(File(text).name(), [&](FilterRule&& rule) {
    found.push_back(std::move(rule));
    return true;
  });
  return found;
}

// The message without the file's name.
std::string refusal(const std::string& text) {
  const File file(text);
  pgdumpcore::DumpOptions options;
  try {
    pgdumpcore::add_filter_file(options, file.name());
  } catch (const pgdumpcore::Error& error) {
    const std::string message = error.what();
    const std::string start = "invalid format in filter read from file \"" + file.name() + "\" on ";
    BOOST_TEST(message.starts_with(start));
    return message.substr(start.size());
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(filter_file)

BOOST_AUTO_TEST_CASE(patterns_are_written_as_the_server_writes_names) {
  const struct {
    const char* line;
    const char* pattern;
  } cases[] = {
      {"include table a", "a"},
      {"  INCLUDE\tTable   a.b   # remark", "a.b"},
      {"include table a . b", "a.b"},
      {"include table a   b", "a b"},
      {"include table a*#b", "a*"},
      {"include table #", ""},
      {"include table \"a  # b\" # c", "\"a  # b\""},
      {"include table \"a\"\"b\".\"c\"", "\"a\"\"b\".\"c\""},
      {"include table a \"b\" c", "a \"b\" c"},
      {"include table \"a\\nb\\\\c\\d\"", "\"a\nb\\c\""},
      {"include table \"a\r\nb\"", "\"a\nb\""},
      {"include table a\r\n", "a"},
      {"exclude function f( integer,text , \"odd type\" )", "f(integer, text,  \"odd type\")"},
      {"exclude function f(double   precision)", "f(double precision)"},
  };
  for (const auto& test : cases) {
    const auto found = rules(test.line);
    BOOST_TEST_CONTEXT(test.line) {
      BOOST_REQUIRE_EQUAL(found.size(), 1U);
      BOOST_TEST(found.front().pattern == test.pattern);
    }
  }
}

BOOST_AUTO_TEST_CASE(comments_and_empty_lines_are_passed_over) {
  const auto found = rules("\n   \n# all\n  # of them\nexclude table_data_and_children x\n\ninclude foreign_data y");
  BOOST_REQUIRE_EQUAL(found.size(), 2U);
  BOOST_TEST(!found[0].include);
  BOOST_TEST(found[0].object == "table data and children");
  BOOST_TEST(found[1].include);
  BOOST_TEST(found[1].object == "foreign data");
}

BOOST_AUTO_TEST_CASE(refusals_name_the_line) {
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"foo", "line 1: invalid filter command (expected \"include\" or \"exclude\")"},
      {"include", "line 1: missing filter object type"},
      {"include tablex a", "line 1: unsupported filter object type: \"tablex\""},
      {"include table  \n", "line 1: missing object name pattern"},
      {"include table a\n\ninclude zz z", "line 3: unsupported filter object type: \"zz\""},
      {"include table \"a\nb\"\nbad", "line 3: invalid filter command (expected \"include\" or \"exclude\")"},
      {"include table \"a", "line 1: unexpected end of file"},
      {"include table \"a\n\n", "line 2: unexpected end of file"},
      {"include table_data x", "line 1: include filter for \"table data\" is not allowed"},
      {"exclude foreign_data x", "line 1: exclude filter for \"foreign data\" is not allowed"},
      {"# x\ninclude database x", "line 2: include filter for \"database\" is not allowed"},
      {"exclude function f(integer)", "line 1: exclude filter for \"function\" is not allowed"},
  };
  for (const auto& test : cases) BOOST_TEST_CONTEXT(test.text) {
      BOOST_TEST(refusal(test.text) == test.message);
    }
}

BOOST_AUTO_TEST_CASE(a_dump_takes_its_rules) {
  const File file(
      "include schema s\nexclude schema n\ninclude table t\nexclude table x\ninclude table_and_children tc\n"
      "exclude table_and_children xc\nexclude table_data d\nexclude table_data_and_children dc\n"
      "include extension e\nexclude extension xe\ninclude foreign_data f\n");
  pgdumpcore::DumpOptions options;
  options.include_schemas = {"before"};
  pgdumpcore::add_filter_file(options, file.name());
  const auto is = [](const std::vector<std::string>& patterns, const std::string& one) {
    return patterns.size() == 1 && patterns.front() == one;
  };
  BOOST_TEST((options.include_schemas == std::vector<std::string>{"before", "s"}));
  BOOST_TEST(is(options.exclude_schemas, "n"));
  BOOST_TEST(is(options.include_tables, "t"));
  BOOST_TEST(is(options.exclude_tables, "x"));
  BOOST_TEST(is(options.include_tables_and_children, "tc"));
  BOOST_TEST(is(options.exclude_tables_and_children, "xc"));
  BOOST_TEST(is(options.exclude_table_data, "d"));
  BOOST_TEST(is(options.exclude_table_data_and_children, "dc"));
  BOOST_TEST(is(options.only_extensions, "e"));
  BOOST_TEST(is(options.exclude_extensions, "xe"));
  BOOST_TEST(is(options.include_foreign_data, "f"));
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read) {
  pgdumpcore::DumpOptions options;
  BOOST_CHECK_THROW(pgdumpcore::add_filter_file(options, "/nonexistent/filter"), pgdumpcore::Error);
  BOOST_CHECK_THROW(pgdumpcore::add_filter_file(options, "/"), pgdumpcore::Error);
}

BOOST_AUTO_TEST_SUITE_END()
