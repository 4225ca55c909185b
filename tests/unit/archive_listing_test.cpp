// The list of an archive's entries: as text, and read back.
#include "archive/listing.hpp"

#include "io/source.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace archive = pgdumpcore::archive;
namespace io = pgdumpcore::io;
using pgdumpcore::Error;

namespace {

archive::Toc contents() {
  archive::Toc toc;
  for (const int id : {5, 7, 12}) {
    archive::Entry entry{.dump_id = id, .table_oid = 1259, .oid = 16384, .tag = "a\nb", .description = "TABLE"};
    entry.schema = id == 5 ? "" : "public";
    entry.owner = "o\rw";
    entry.create = "CREATE";
    toc.entries.push_back(entry);
  }
  return toc;
}

std::vector<int> read(const std::string& list, archive::ListNames names = archive::ListNames::ignored) {
  const archive::Toc toc = contents();
  std::vector<int> ids;
  for (const archive::Entry* entry : archive::read_list(io::memory_source(list), "file \"l\"", toc, names))
    ids.push_back(entry->dump_id);
  return ids;
}

std::string refusal(const std::string& list) {
  try {
    read(list);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(archive_listing)

BOOST_AUTO_TEST_CASE(an_entry_is_one_line_whatever_its_names_are) {
  const archive::Toc toc = contents();
  const std::string text = archive::format_listing(toc, archive::wanted_entries(toc.entries, {}));
  const std::string lines =
      ";\n5; 1259 16384 TABLE - a b o w\n7; 1259 16384 TABLE public a b o w\n12; 1259 16384 TABLE public a b o w\n";
  BOOST_TEST(text.ends_with(lines), text);
  BOOST_TEST(read(text) == (std::vector<int>{5, 7, 12}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(lists_are_read) {
  struct Case {
    std::string list;
    std::vector<int> ids;
  };
  const std::vector<Case> cases = {
      {"", {}},
      {";\n; 5; TABLE\n\n \t\r\n", {}},
      {"12; 1259 16384 TABLE public t o\n5; 0 0 X\n", {12, 5}},
      {"7", {7}},
      {"  7 ; x\r\n\t5\r\n", {7, 5}},
      {"5;\n7;\n5;\n", {7, 5}},
      {"7;" + std::string(100000, 'x') + "\n12;\n", {7, 12}},
      {"5 TABLE without a semicolon\n", {5}},
  };
  for (const Case& sound : cases) BOOST_TEST(read(sound.list) == sound.ids, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_line_that_names_no_entry_is_named) {
  struct Case {
    std::string list;
    std::string message;
  };
  const std::vector<Case> cases = {
      {"5;\n6; 1 2 TABLE\n", "file \"l\", line 2: \"6\" names no entry of the archive"},
      {";\n\nTABLE public t\n", "file \"l\", line 3: \"TABLE public t\" names no entry of the archive"},
      {"-5;\n", "file \"l\", line 1: \"-5\" names no entry of the archive"},
      {"99999999999999999999;\n", "file \"l\", line 1: \"99999999999999999999\" names no entry of the archive"},
  };
  for (const Case& wrong : cases) BOOST_TEST(refusal(wrong.list) == wrong.message);
}

BOOST_AUTO_TEST_CASE(a_list_of_another_archive_is_known_by_its_names) {
  const auto compared = archive::ListNames::compared;
  const std::vector<std::string> sound = {"7; 1259 1 TABLE public a b other\n", "7\n", "7;\n", "7; 1259 1\n",
                                          "7; 1259 1 TABLE pub\r\n"};
  for (const std::string& list : sound)
    BOOST_TEST(read(list, compared) == std::vector<int>{7}, boost::test_tools::per_element());
  for (const std::string list : {"7; 1259 1 TABLE public x o\n", "7; 1259 1 TABLE DATA public a b o\n"}) {
    try {
      read(list, compared);
      BOOST_ERROR("no error of " + list);
    } catch (const Error& error) {
      BOOST_TEST(std::string(error.what()).ends_with("is \"TABLE public a b\" in this archive"));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
