// The table of contents, decoded from bytes that a table of data describes, and refused where they are wrong.
#include "archive/toc_reader.hpp"

#include "io/source.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace archive = pgdumpcore::archive;
namespace io = pgdumpcore::io;
using pgdumpcore::Error;
using pgdumpcore::Fault;

namespace {

std::string integer(std::int64_t value) {
  std::string bytes(1, value < 0 ? '\1' : '\0');
  const std::uint64_t magnitude = static_cast<std::uint64_t>(value < 0 ? -value : value);
  for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(magnitude >> shift & 0xFF);
  return bytes;
}

std::string text(const std::string& value) {
  return integer(static_cast<std::int64_t>(value.size())) + value;
}

const std::string null = integer(-1);

struct Header {
  int major = 1;
  int minor = 16;
  int format = 1;
  std::string compression = std::string(1, '\3');
  std::string created = integer(7) + integer(30) + integer(11) + integer(24) + integer(10) + integer(126) + integer(0);
  std::string names = text("shop") + text("18.1") + text("18.2");
  std::int64_t count = 0;

  [[nodiscard]] std::string bytes() const {
    std::string made = "PGDMP";
    for (const int byte : {major, minor, 0, 4, 8, format}) made += static_cast<char>(byte);
    return made + compression + created + names + integer(count);
  }
};

struct EntryBytes {
  std::string dump_id = integer(12);
  std::string has_data = integer(1);
  std::string identifiers = text("1259") + text("4294967295");
  std::string section = integer(3);
  std::string access_method = text("heap");
  std::string relkind = integer('r');
  std::string dependencies = text("7") + text("9") + null;
  std::string place = std::string("\2\xEF\xCD\xAB\x89\x67\x45\x23\x01", 9);

  [[nodiscard]] std::string bytes() const {
    return dump_id + has_data + identifiers + text("orders") + text("TABLE DATA") + section + text("create") +
           text("drop") + text("copy") + null + null + access_method + relkind + text("owner") + text("false") +
           dependencies + place;
  }
};

archive::Toc decoded(std::string bytes, archive::FormatCode format = archive::FormatCode::custom) {
  archive::ArchiveInput input(io::memory_source(std::move(bytes)), "file \"x\"");
  return archive::read_toc(input, format);
}

// What the error says, after making sure that there is one and of which kind.
std::string refusal(std::string bytes, Fault fault = Fault::data) {
  try {
    (void)decoded(std::move(bytes));
  } catch (const Error& error) {
    BOOST_TEST((error.fault() == fault), error.what());
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(archive_toc_reader)

BOOST_AUTO_TEST_CASE(every_field_of_header_and_entry_is_read) {
  const archive::Toc toc = decoded(Header{.count = 1}.bytes() + EntryBytes{}.bytes());
  BOOST_TEST((toc.format == archive::FormatCode::custom));
  BOOST_TEST(toc.minor == 16);
  BOOST_TEST((toc.compression.codec == pgdumpcore::Codec::zstd));
  BOOST_TEST(toc.created.tm_year == 126);
  BOOST_TEST(toc.created.tm_mon == 10);
  BOOST_TEST(toc.created.tm_mday == 24);
  BOOST_TEST(toc.created.tm_hour == 11);
  BOOST_TEST(toc.created.tm_min == 30);
  BOOST_TEST(toc.created.tm_sec == 7);
  BOOST_TEST(toc.database == "shop");
  BOOST_TEST(toc.server_version == "18.1");
  BOOST_TEST(toc.dumper_version == "18.2");
  BOOST_REQUIRE(toc.entries.size() == 1U);
  const archive::Entry& entry = toc.entries.front();
  BOOST_TEST(entry.dump_id == 12);
  BOOST_TEST(entry.has_data);
  BOOST_TEST(entry.table_oid == 1259U);
  BOOST_TEST(entry.oid == 4294967295U);
  BOOST_TEST(entry.tag.view() == "orders");
  BOOST_TEST(entry.description.str() == "TABLE DATA");
  BOOST_TEST((entry.section == archive::Section::data));
  BOOST_TEST(entry.create.view() == "create");
  BOOST_TEST(entry.drop.view() == "drop");
  BOOST_TEST(entry.copy.view() == "copy");
  BOOST_TEST(entry.schema.str() == "");
  BOOST_TEST(!entry.tablespace.has_value());
  BOOST_TEST(entry.access_method.str() == "heap");
  BOOST_TEST(entry.relkind == 'r');
  BOOST_TEST(entry.owner.str() == "owner");
  BOOST_TEST(entry.dependencies == (std::vector<int>{7, 9}), boost::test_tools::per_element());
  BOOST_TEST(entry.offset.value() == 0x0123456789ABCDEFU);
}

BOOST_AUTO_TEST_CASE(versions_differ_in_what_they_hold) {
  const Header old{.minor = 14, .compression = integer(-1), .count = 1};
  const archive::Toc toc = decoded(old.bytes() + EntryBytes{.relkind = ""}.bytes());
  BOOST_TEST((toc.compression.codec == pgdumpcore::Codec::gzip));
  BOOST_TEST(!toc.compression.level.has_value());
  BOOST_TEST(toc.entries.front().relkind == '\0');
  BOOST_TEST(toc.entries.front().owner.str() == "owner");

  const archive::Toc leveled = decoded(Header{.minor = 14, .compression = integer(9)}.bytes());
  BOOST_TEST(leveled.compression.level.value() == 9);
  const archive::Toc plain = decoded(Header{.minor = 14, .compression = integer(0)}.bytes());
  BOOST_TEST((plain.compression.codec == pgdumpcore::Codec::none));
  const archive::Toc middle = decoded(Header{.minor = 15, .count = 1}.bytes() + EntryBytes{.relkind = ""}.bytes());
  BOOST_TEST(middle.entries.front().owner.str() == "owner");
}

BOOST_AUTO_TEST_CASE(formats_differ_in_where_the_data_is) {
  const std::string bytes = Header{.format = 3, .count = 1}.bytes() + EntryBytes{.place = text("12.dat")}.bytes();
  for (const auto format : {archive::FormatCode::directory, archive::FormatCode::tar}) {
    const archive::Toc toc = decoded(bytes, format);
    BOOST_TEST((toc.format == format));
    BOOST_TEST(toc.entries.front().file.str() == "12.dat");
  }
  const auto place = [](char kind) { return std::string(1, kind) + std::string(8, '\0'); };
  const archive::Toc unknown = decoded(Header{.count = 1}.bytes() + EntryBytes{.place = place('\1')}.bytes());
  BOOST_TEST(unknown.entries.front().has_data);
  BOOST_TEST(!unknown.entries.front().offset.has_value());
  const archive::Toc none = decoded(Header{.count = 1}.bytes() + EntryBytes{.place = place('\3')}.bytes());
  BOOST_TEST(!none.entries.front().has_data);
}

BOOST_AUTO_TEST_CASE(wherever_it_is_cut_the_error_says_where) {
  const std::string whole = Header{.count = 1}.bytes() + EntryBytes{}.bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string message = refusal(whole.substr(0, size));
    const std::string wanted = "file \"x\" is incomplete: it ends at offset " + std::to_string(size);
    BOOST_TEST(message.find(wanted) != std::string::npos, size << ": " << message);
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_damage) {
  const std::string sound_entry = EntryBytes{}.bytes();
  const auto with = [](const EntryBytes& entry) { return Header{.count = 1}.bytes() + entry.bytes(); };
  struct Case {
    std::string bytes;
    std::string message;
  };
  const std::size_t header = Header{}.bytes().size();
  const std::vector<Case> cases = {
      {"PGDMX" + std::string(100, '\0'), "file \"x\" is damaged at offset 0: no table of contents begins here"},
      {Header{.format = 2}.bytes(), "damaged at offset 10: the format has the unexpected number 2"},
      {Header{.format = 3}.bytes(), "file \"x\" is the table of contents of an archive, without its data"},
      {Header{.compression = "\4"}.bytes(), "damaged at offset 11: the compression method 4 is unknown"},
      {Header{.minor = 14, .compression = integer(10)}.bytes(), "offset 11: the compression level is 10"},
      {Header{.created = integer(62)}.bytes(), "damaged at offset 12: the second of the time of writing is 62"},
      {Header{.names = integer(-2)}.bytes(), "damaged at offset 47: a text has the length -2"},
      {Header{.names = text(std::string("a\0b", 3))}.bytes(), "damaged at offset 47: a text has a zero byte in it"},
      {Header{.count = -1}.bytes(), "the number of entries is -1"},
      {Header{.count = 2147483648}.bytes(), "a number is out of range"},
      {Header{.count = 2147483647}.bytes(), "entry 1 of 2147483647 in the table of contents: file \"x\" is incomplete"},
      {Header{.count = 2}.bytes() + sound_entry + sound_entry,
       "entry 2 of 2 in the table of contents: file \"x\" is "
       "damaged at offset " +
           std::to_string(header + sound_entry.size()) + ": the identifier 12 is another entry's"},
      {with({.dump_id = integer(0)}), "damaged at offset " + std::to_string(header) + ": the identifier is 0"},
      {with({.dump_id = "\2" + std::string(4, '\0')}), "a number has no sign that is one"},
      {with({.has_data = integer(2)}), "the mark of an entry with data is 2"},
      {with({.identifiers = text("12x") + text("1")}), "the catalog's identifier is no number"},
      {with({.identifiers = text("1") + text("4294967296")}), "the object's identifier is no number"},
      {with({.section = integer(0)}), "the section is 0"},
      {with({.section = integer(5)}), "the section is 5"},
      {with({.relkind = integer(128)}), "the relation's kind is 128"},
      {with({.dependencies = text("-") + null}), "a dependency is no number"},
      {with({.place = std::string(9, '\0')}), "the place of the data is of the unknown kind 0"},
      // A length that nothing follows: what is asked for is not taken from memory first.
      {Header{.names = integer(2147483647)}.bytes(), "file \"x\" is incomplete: it ends at offset 57"},
  };
  for (const Case& wrong : cases) {
    const std::string message = refusal(wrong.bytes);
    BOOST_TEST(message.find(wrong.message) != std::string::npos, message << " is not: " << wrong.message);
  }
}

BOOST_AUTO_TEST_CASE(other_versions_are_named) {
  for (const auto& [major, minor] : std::vector<std::pair<int, int>>{{1, 13}, {1, 17}, {2, 14}, {0, 0}}) {
    const std::string message = refusal(Header{.major = major, .minor = minor}.bytes(), Fault::unsupported);
    BOOST_TEST(message ==
               "file \"x\" is an archive of version " + std::to_string(major) + "." + std::to_string(minor) + "-0");
  }
}

BOOST_AUTO_TEST_SUITE_END()
