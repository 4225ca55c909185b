// Databases side by side within a number of connections.
#include "backup/connection_limit.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace pgdumpcore::backups;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(backup_budget)

BOOST_AUTO_TEST_CASE(never_more_than_the_budget) {
  std::mt19937 random(7);
  for (int round = 0; round < 60; ++round) {
    const int connection_limit = 1 + static_cast<int>(random() % 8);
    const int most = static_cast<int>(random() % 4);
    std::vector<std::uint64_t> sizes(random() % 12);
    for (auto& size : sizes) size = random() % 3 == 0 ? 0 : random();
    std::mutex mutex;
    std::map<std::size_t, int> done;
    int used = 0;
    int peak = 0;
    run_with_connection_limit(
        sizes, connection_limit, most,
        [&](std::size_t job, int connections) {
          {
            const std::lock_guard lock(mutex);
            used += connections;
            peak = std::max(peak, used);
            done[job] = connections;
          }
          std::this_thread::sleep_for(200us);
          const std::lock_guard lock(mutex);
          used -= connections;
        },
        [] {});
    BOOST_TEST(done.size() == sizes.size());
    BOOST_TEST(peak <= connection_limit);
    for (const auto& [job, connections] : done) BOOST_TEST((connections >= 1 && (most == 0 || connections <= most)));
  }
}

BOOST_AUTO_TEST_CASE(a_large_one_gets_more) {
  const std::vector<std::uint64_t> sizes = {1, 1000, 1};
  std::vector<int> given(3);
  run_with_connection_limit(
      sizes, 4, 0, [&](std::size_t job, int connections) { given[job] = connections; }, [] {});
  BOOST_TEST(given[1] == 4);
  run_with_connection_limit(
      sizes, 4, 2, [&](std::size_t job, int connections) { given[job] = connections; }, [] {});
  BOOST_TEST(given[1] == 2);
}

BOOST_AUTO_TEST_CASE(the_first_failure_ends_it) {
  const std::vector<std::uint64_t> sizes(50, 1);
  std::atomic<int> begun = 0;
  std::atomic<int> told = 0;
  const auto work = [&](std::size_t, int) {
    if (++begun == 3) throw std::runtime_error("third");
    std::this_thread::sleep_for(20ms);
  };
  BOOST_CHECK_EXCEPTION(run_with_connection_limit(sizes, 2, 0, work, [&] { ++told; }), std::runtime_error,
                        [](const auto& error) { return std::string(error.what()) == "third"; });
  BOOST_TEST(told == 1);
  BOOST_TEST(begun < 10);
}

BOOST_AUTO_TEST_SUITE_END()
