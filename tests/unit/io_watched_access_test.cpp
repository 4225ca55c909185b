#include "io/watched_access.hpp"

#include "io/random_access.hpp"

#include <pgdumpcore/error.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <string>
#include <vector>

using pgdumpcore::io::WatchedAccess;

namespace {

std::array<std::byte, 10> buffer{};

}  // namespace

BOOST_AUTO_TEST_SUITE(io_watched_access)

BOOST_AUTO_TEST_CASE(tells_how_far_and_never_back) {
  std::vector<std::uint64_t> reached;
  const WatchedAccess file(pgdumpcore::io::memory_file(std::string(25, 'x'), "a file"),
                           [&](std::uint64_t offset) { reached.push_back(offset); });
  BOOST_TEST(file.read_at(0, buffer) == 10u);
  BOOST_TEST(file.read_at(5, buffer) == 10u);
  BOOST_TEST(file.read_at(0, buffer) == 10u);
  BOOST_TEST(file.read_at(20, buffer) == 5u);
  BOOST_TEST(reached == (std::vector<std::uint64_t>{10, 15, 25}), boost::test_tools::per_element());
  BOOST_TEST(file.name() == "a file");
}

BOOST_AUTO_TEST_CASE(what_the_listener_throws_ends_the_read_until_the_watch_ends) {
  std::stop_source source;
  const WatchedAccess file(pgdumpcore::io::memory_file(std::string(25, 'x'), "a file"),
                           pgdumpcore::io::telling_progress(source.get_token(), {}, 25, ""));
  BOOST_TEST(file.read_at(0, buffer) == 10u);
  source.request_stop();
  BOOST_CHECK_EXCEPTION(static_cast<void>(file.read_at(10, buffer)), pgdumpcore::Error,
                        [](const auto& error) { return error.fault() == pgdumpcore::Fault::cancelled; });
  file.end_watch();
  BOOST_TEST(file.read_at(20, buffer) == 5u);
}

BOOST_AUTO_TEST_CASE(progress_has_the_files_size) {
  pgdumpcore::Progress seen;
  const WatchedAccess file(pgdumpcore::io::memory_file(std::string(25, 'x'), "a file"),
                           pgdumpcore::io::telling_progress(
                               {}, [&](const auto& progress) { seen = progress; }, 25, "it"));
  BOOST_TEST(file.read_at(0, buffer) == 10u);
  BOOST_TEST(seen.bytes_done == 10u);
  BOOST_TEST(seen.bytes_total == 25u);
  BOOST_TEST(seen.table == "it");
}

BOOST_AUTO_TEST_SUITE_END()
