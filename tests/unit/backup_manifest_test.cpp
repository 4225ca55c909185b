// Manifests come back as they were written, and nothing else does.
#include "sets/manifest.hpp"

#include "sets/names.hpp"

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

using namespace pgdumpcore;
using namespace pgdumpcore::sets;

namespace {

Manifest sample() {
  Manifest manifest;
  manifest.started_at = *set_time("20260131T020000Z");
  manifest.finished_at = *set_time("20260131T020100Z");
  manifest.server_version = "18.6";
  manifest.system_identifier = "7123";
  manifest.selection = selection_of({.include_databases = {"shop", "b*", "shop"}, .exclude_databases = {"\xff"}});
  manifest.status = BackupStatus::partial;
  manifest.globals = SetFile{"globals.sql.zst", 12, "ab"};
  DatabaseOutcome shop{.name = "shop", .file = "shop.sql.zst", .codec = Codec::zstd, .size = 34, .sha256 = "cd"};
  shop.dump.snapshot = "0000-1";
  shop.dump.tables = {{"public", "it's \"odd\"\n", 5, 60}};
  DatabaseOutcome archive{.name = "big", .file = "big.dir", .files = {{"1.dat.zst", 3, "ee"}, {"toc.dat", 4, "ff"}}};
  archive.format = Format::directory;
  manifest.databases = {shop,
                        {.name = "crm", .status = DatabaseStatus::failed, .error = Error(Fault::server, "refused")},
                        {.name = "gone", .status = DatabaseStatus::dropped},
                        archive};
  return manifest;
}

std::string problem_of(const std::string& text) {
  try {
    static_cast<void>(parse_manifest(text));
  } catch (const Error& error) {
    BOOST_TEST((error.fault() == Fault::data));
    return error.what();
  }
  return "none";
}

// A manifest of this content with a digest that fits.
std::string sealed(const std::string& from, const std::string& to) {
  const std::string text = manifest_json(sample());
  const std::size_t at = text.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  const std::string changed = std::string(text).replace(at, from.size(), to);
  return sealed_manifest(changed.substr(0, changed.rfind(",\n  \"manifest_sha256\"")));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backup_manifest)

BOOST_AUTO_TEST_CASE(round_trip) {
  const std::string text = manifest_json(sample());
  const Manifest read = parse_manifest(text);
  BOOST_TEST(manifest_json(read) == text);
  BOOST_TEST(read.databases.size() == 4U);
  BOOST_TEST(read.databases[0].dump.tables[0].name == "it's \"odd\"\n");
  BOOST_TEST(read.databases[3].files[1].name == "toc.dat");
  BOOST_TEST(read.databases[1].error->what() == "refused");
  BOOST_TEST((read.selection == sample().selection));
  BOOST_TEST(read.selection->include.size() == 2U);
}

// Versions that recorded none made sets, too.
BOOST_AUTO_TEST_CASE(without_a_selection) {
  Manifest manifest = sample();
  manifest.selection.reset();
  BOOST_TEST(!parse_manifest(manifest_json(manifest)).selection);
}

// Versions that recorded patterns alone: whether globals were wanted is seen from what became of them.
BOOST_AUTO_TEST_CASE(a_selection_that_says_nothing_of_globals) {
  const auto globals_of = [](const Manifest& manifest) {
    std::string text = manifest_json(manifest);
    const std::size_t at = text.find(",\n    \"globals\": ");
    BOOST_REQUIRE(at != std::string::npos);
    text.erase(at, text.find('\n', at + 2) - at);
    return parse_manifest(sealed_manifest(text.substr(0, text.rfind(",\n  \"manifest_sha256\"")))).selection->globals;
  };
  Manifest manifest = sample();
  BOOST_TEST(globals_of(manifest));
  manifest.globals.reset();
  BOOST_TEST(!globals_of(manifest));
  manifest.globals_error = "refused";
  BOOST_TEST(globals_of(manifest));
  manifest.selection->globals = false;
  BOOST_TEST(!parse_manifest(manifest_json(manifest)).selection->globals);
}

BOOST_AUTO_TEST_CASE(one_flipped_bit_anywhere) {
  const std::string text = manifest_json(sample());
  for (std::size_t i = 0; i < text.size() * 8; ++i) {
    std::string flipped = text;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << (i % 8)));
    BOOST_REQUIRE_MESSAGE(problem_of(flipped) != "none", "bit " << i << " is not noticed");
  }
}

BOOST_AUTO_TEST_CASE(every_shorter_text) {
  const std::string text = manifest_json(sample());
  for (std::size_t length = 0; length < text.size(); ++length)
    BOOST_REQUIRE(problem_of(text.substr(0, length)) != "none");
}

BOOST_AUTO_TEST_CASE(hostile_but_sealed) {
  BOOST_TEST(problem_of(sealed("\"pgdump\"", "\"other\"")) == "the manifest is not one of pgdump's");
  BOOST_TEST(
      problem_of(sealed("\"format_version\": 1", "\"format_version\": 2")).starts_with("the manifest has format 2"));
  for (const char* file : {"", ".", "..", "../x", "/etc/passwd", "a/b", ".hidden", "a\\u0000b"})
    BOOST_TEST(problem_of(sealed("\"shop.sql.zst\"", fmt::format("\"{}\"", file))).find("no name of a file") !=
               std::string::npos);
  BOOST_TEST(problem_of(sealed("34", "-34")) == "\"size\" of database \"shop\" is not a whole number");
  BOOST_TEST(problem_of(sealed("34", "1e400")).starts_with("it is not JSON"));
  BOOST_TEST(problem_of(sealed("\"rows\": 5", "\"rows\": \"5\"")) ==
             "\"rows\" of a table of database \"shop\" is not a whole number");
  BOOST_TEST(problem_of(sealed("\"rows\": 5,", "")) == "a table of database \"shop\" has no \"rows\"");
  BOOST_TEST(problem_of(sealed("\"zstd\"", "\"rot13\"")) ==
             "\"codec\" of database \"shop\" has the unknown value \"rot13\"");
  BOOST_TEST(problem_of(sealed("2026-01-31", "2026-02-31")) == "\"started_at\" of the manifest is not a time");
  // Deep nesting must not use up the stack.
  BOOST_TEST(problem_of(sealed("\"7123\"", std::string(200000, '[') + std::string(200000, ']'))) ==
             "\"system_identifier\" of \"server\" is not a string");
}

BOOST_AUTO_TEST_CASE(names_that_are_not_utf8) {
  BOOST_TEST(manifest_text("caf\xe9") == "caf\xef\xbf\xbd");
  Manifest manifest = sample();
  manifest.databases[0].dump.tables[0].name = "caf\xe9";
  BOOST_TEST(parse_manifest(manifest_json(manifest)).databases[0].dump.tables[0].name == manifest_text("caf\xe9"));
}

BOOST_AUTO_TEST_SUITE_END()
