// The floors of the house: a room includes only rooms below it. Adding a room means adding its line here.
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

using Rooms = std::set<std::string>;

// What each room may include besides itself, the standard library, the libraries we build on, and the public headers.
const std::map<std::string, Rooms> floors = {
    {"base", {}},
    {"pg", {"base"}},
    {"io", {"base"}},
    {"age", {"base", "io"}},
    {"storage", {"base", "io"}},
    {"sets", {"base", "io", "storage"}},
    {"catalog", {"base", "pg"}},
    {"archive", {"base", "io", "age", "pg/quote.hpp"}},
    {"kinds", {"catalog", "base", "pg/quote.hpp", "pg/array.hpp"}},
    {"select", {"catalog", "base", "pg/quote.hpp"}},
    {"order", {"catalog", "base"}},
    {"stream", {"pg", "io", "base"}},
    {"dump", {"base", "pg", "io", "catalog", "kinds", "archive", "select", "order", "stream", "age"}},
    {"restore", {"base", "pg", "io", "catalog", "kinds", "archive", "select", "order", "stream", "dump", "age"}},
    {"backup",
     {"base", "pg", "io", "catalog", "kinds", "archive", "select", "order", "stream", "dump", "restore", "storage",
      "sets"}},
};

const fs::path source_root = PGDUMP_SOURCE_DIR;

std::vector<std::string> quoted_includes(const fs::path& file) {
  static const std::regex include(R"re(^\s*#\s*include\s*"([^"]+)")re");
  std::vector<std::string> found;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (std::smatch match; std::regex_search(line, match, include)) found.push_back(match[1]);
  return found;
}

std::vector<fs::path> sources_below(const fs::path& directory) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") found.push_back(entry.path());
  return found;
}

std::string room_of(const std::string& include) {
  return include.substr(0, include.find('/'));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(floors_of_the_house)

BOOST_AUTO_TEST_CASE(every_room_has_a_floor) {
  for (const auto& entry : fs::directory_iterator(source_root / "libpgdumpcore/src"))
    BOOST_TEST(floors.contains(entry.path().filename().string()), entry.path() << " is on no floor");
}

BOOST_AUTO_TEST_CASE(rooms_include_only_what_is_below) {
  std::size_t checked = 0;
  for (const auto& [room, allowed] : floors) {
    const fs::path directory = source_root / "libpgdumpcore/src" / room;
    BOOST_REQUIRE(fs::is_directory(directory));
    for (const fs::path& file : sources_below(directory)) {
      for (const std::string& include : quoted_includes(file)) {
        const bool fine = room_of(include) == room || allowed.contains(room_of(include)) || allowed.contains(include);
        BOOST_TEST(fine, file.string() << " includes " << include);
        ++checked;
      }
    }
  }
  BOOST_TEST(checked > 100U);
}

BOOST_AUTO_TEST_CASE(public_headers_include_only_std_and_themselves) {
  static const std::regex angled(R"re(^\s*#\s*include\s*<([^>]+)>)re");
  std::size_t checked = 0;
  for (const fs::path& file : sources_below(source_root / "libpgdumpcore/include")) {
    BOOST_TEST(quoted_includes(file).empty());
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (!std::regex_search(line, match, angled)) continue;
      const std::string name = match[1];
      const bool standard = name.find('/') == std::string::npos && name.find('.') == std::string::npos;
      const bool posix = name == "sys/types.h";  // mode_t
      BOOST_TEST((standard || posix || name.starts_with("pgdumpcore/")), file.string() << " includes " << name);
      ++checked;
    }
  }
  BOOST_TEST(checked > 20U);
}

BOOST_AUTO_TEST_CASE(the_command_line_uses_the_public_headers_alone) {
  for (const fs::path& file : sources_below(source_root / "cli"))
    for (const std::string& include : quoted_includes(file))
      BOOST_TEST(include.find('/') == std::string::npos, file.string() << " includes " << include);
}

BOOST_AUTO_TEST_CASE(the_bindings_use_the_public_headers_alone) {
  for (const char* const binding : {"bindings/c/src", "bindings/python/src"}) {
    std::size_t checked = 0;
    for (const fs::path& file : sources_below(source_root / binding))
      for (const std::string& include : quoted_includes(file)) {
        BOOST_TEST(include.find('/') == std::string::npos, file.string() << " includes " << include);
        ++checked;
      }
    BOOST_TEST(checked > 10U);
  }
}

BOOST_AUTO_TEST_SUITE_END()
