// OrderedOutput: the output is in the order of opening whatever the threads do, memory is bounded, the first failure
// ends all.
#include "io/ordered_output.hpp"

#include "io_support.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/sink.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <queue>
#include <random>
#include <thread>

using namespace pgdumpcore;
using io::OrderedOutput;
using io_support::bytes_of;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t ample = std::size_t{1} << 20U;

bool is_ready(const std::future<void>& future, std::chrono::milliseconds wait = 50ms) {
  return future.wait_for(wait) == std::future_status::ready;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(io_lanes)

BOOST_AUTO_TEST_CASE(the_head_writes_straight_through) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, 0);
  const auto first = slots.open();
  first->write_text("a");
  BOOST_TEST(out == "a");
  first->finish();
  const auto second = slots.open();
  second->write_text("b");
  BOOST_TEST(out == "ab");
  second->finish();
  slots.finish();
}

BOOST_AUTO_TEST_CASE(lanes_behind_the_head_are_held_and_come_in_order) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, ample);
  const auto first = slots.open();
  const auto second = slots.open();
  const auto third = slots.open();
  third->write_text("3");
  third->finish();
  second->write_text("2");
  BOOST_TEST(out == "");
  first->write_text("1");
  first->finish();
  BOOST_TEST(out == "1");  // the second is the head now, and brings its bytes along when it goes on
  second->write_text("+");
  BOOST_TEST(out == "12+");
  second->finish();
  BOOST_TEST(out == "12+3");
  slots.finish();
}

BOOST_AUTO_TEST_CASE(a_lane_that_became_the_head_before_it_ends_brings_its_bytes_along) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, ample);
  const auto first = slots.open();
  const auto second = slots.open();
  second->write_text("2");
  first->finish();
  second->finish();
  BOOST_TEST(out == "2");
  slots.finish();
}

BOOST_AUTO_TEST_CASE(the_head_is_told_its_position_and_may_put_something_before_its_bytes) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, ample);
  std::vector<std::uint64_t> positions;
  const auto noting = [&](Sink& into, std::uint64_t position) {
    positions.push_back(position);
    into.write_text("#");
  };
  const auto first = slots.open(noting);
  const auto second = slots.open(noting);
  const auto third = slots.open(noting);
  third->finish();
  second->write_text("22");
  second->finish();
  BOOST_TEST(positions.empty());
  first->write_text("1");
  first->finish();
  BOOST_TEST(out == "#1#22#");
  BOOST_TEST(positions == (std::vector<std::uint64_t>{0, 2, 5}), boost::test_tools::per_element());
  slots.finish();
}

BOOST_AUTO_TEST_CASE(a_lane_waits_when_the_bound_is_reached) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, 10);
  const auto first = slots.open();
  auto second = slots.open();
  auto third = slots.open();
  third->write_text("33333");
  std::atomic<int> written = 0;
  auto filling = std::async(std::launch::async, [&] {
    for (int i = 0; i < 4; ++i) {
      second->write_text("222");
      ++written;
    }
    second->finish();
  });
  BOOST_TEST(!is_ready(filling));
  BOOST_TEST(written == 1);
  first->finish();
  filling.get();
  third->finish();
  BOOST_TEST(out == "22222222222233333");
  slots.finish();
}

BOOST_AUTO_TEST_CASE(finished_lanes_count_for_the_bound) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, 10);
  const auto first = slots.open();
  const auto second = slots.open();
  auto third = slots.open();
  second->write_text("22222222");
  second->finish();
  auto filling = std::async(std::launch::async, [&] { third->write_text("333"); });
  BOOST_TEST(!is_ready(filling));
  first->finish();
  filling.get();
  third->finish();
  BOOST_TEST(out == "22222222333");
}

BOOST_AUTO_TEST_CASE(a_lane_can_wait_to_be_the_head) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, ample);
  const auto first = slots.open();
  first->wait_for_turn();
  auto second = slots.open();
  auto waiting = std::async(std::launch::async, [&] { second->wait_for_turn(); });
  BOOST_TEST(!is_ready(waiting));
  first->finish();
  waiting.get();
}

BOOST_AUTO_TEST_CASE(a_lane_given_up_breaks_the_others) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, 0);
  auto first = slots.open();
  auto second = slots.open();
  const auto third = slots.open();
  third->finish();
  auto waiting = std::async(std::launch::async, [&] { second->write_text("2"); });
  BOOST_TEST(!is_ready(waiting));
  first->write_text("1");
  first.reset();
  BOOST_CHECK_THROW(waiting.get(), io::OutputAborted);
  BOOST_CHECK_THROW(second->finish(), io::OutputAborted);
  BOOST_CHECK_THROW(slots.open(), io::OutputAborted);
  BOOST_CHECK_THROW(slots.finish(), io::OutputAborted);
  BOOST_TEST(out == "1");
}

BOOST_AUTO_TEST_CASE(what_the_output_throws_comes_out_of_the_head_alone) {
  const auto full = callback_sink([](std::span<const std::byte>) { throw Error(Fault::io, "disk full"); });
  OrderedOutput slots(*full, ample);
  auto first = slots.open();
  auto second = slots.open();
  auto third = slots.open();
  second->write_text("2");
  second->finish();
  third->write_text("3");
  // The first has no bytes of its own: the error is met when it passes on to the second.
  BOOST_CHECK_EXCEPTION(first->finish(), Error, io_support::IsError(Fault::io, {"disk full"}));
  first.reset();
  BOOST_CHECK_THROW(third->write_text("3"), io::OutputAborted);
}

BOOST_AUTO_TEST_CASE(a_stop_ends_waiting) {
  std::string out;
  const auto sink = memory_sink(out);
  std::stop_source stop;
  OrderedOutput slots(*sink, 0, stop.get_token());
  const auto first = slots.open();
  auto second = slots.open();
  auto waiting = std::async(std::launch::async, [&] { second->write_text("2"); });
  BOOST_TEST(!is_ready(waiting));
  stop.request_stop();
  BOOST_CHECK_EXCEPTION(waiting.get(), Error, io_support::IsError(Fault::cancelled, {}));
}

BOOST_AUTO_TEST_CASE(an_unfinished_lane_is_no_finished_output) {
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, ample);
  const auto first = slots.open();
  const auto second = slots.open();
  second->finish();
  BOOST_CHECK_THROW(slots.finish(), Error);
}

// Threads take slots up in the order of opening, as they please otherwise.
BOOST_AUTO_TEST_CASE(many_lanes_and_threads) {
  constexpr int lane_count = 600;
  constexpr std::size_t bound = 5000;
  std::string out;
  const auto sink = memory_sink(out);
  OrderedOutput slots(*sink, bound);
  std::string expected;
  std::mutex mutex;
  std::queue<std::pair<std::unique_ptr<io::Slot>, std::string>> jobs;
  for (int i = 0; i < lane_count; ++i) {
    std::string content = io_support::sample_content(static_cast<std::size_t>((i * 7919) % 3000));
    content += std::to_string(i) + "\n";
    expected += content;
    jobs.emplace(slots.open(), std::move(content));
  }
  const auto work = [&](unsigned seed) {
    std::mt19937 random(seed);
    for (;;) {
      std::unique_lock lock(mutex);
      if (jobs.empty()) return;
      auto [slot, content] = std::move(jobs.front());
      jobs.pop();
      lock.unlock();
      for (std::string_view rest = content; !rest.empty();) {
        const std::size_t piece = std::min<std::size_t>(rest.size(), 1 + random() % 700);
        slot->write_text(rest.substr(0, piece));
        rest.remove_prefix(piece);
        if (random() % 16 == 0) std::this_thread::yield();
      }
      slot->finish();
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned seed = 0; seed < 8; ++seed) threads.emplace_back(work, seed);
  threads.clear();
  slots.finish();
  BOOST_TEST((out == expected));
}

BOOST_AUTO_TEST_SUITE_END()
