// A sink on a thread of its own: everything arrives in order, errors come back, an abandoned stream stays unfinished.
#include "io/background.hpp"

#include "io_support.hpp"

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/sink.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

using namespace pgdumpcore;
using io_support::IsError;

namespace {

class WatchedSink final : public Sink {
 public:
  WatchedSink(std::string& content, std::atomic<bool>& finished) : content_(content), finished_(finished) {}
  void write(std::span<const std::byte> bytes) override {
    content_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  void finish() override { finished_ = true; }

 private:
  std::string& content_;
  std::atomic<bool>& finished_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(io_background)

BOOST_AUTO_TEST_CASE(everything_arrives_in_order) {
  const std::string content = io_support::sample_content(5'000'000);
  std::string arrived;
  std::atomic<bool> finished = false;
  const auto sink = io::in_background(std::make_unique<WatchedSink>(arrived, finished));
  for (std::size_t at = 0; at < content.size(); at += 77'777)
    sink->write_text(std::string_view(content).substr(at, 77'777));
  sink->finish();
  BOOST_TEST((arrived == content));
  BOOST_TEST(finished.load());
}

BOOST_AUTO_TEST_CASE(nothing_is_finished_too) {
  std::string arrived;
  std::atomic<bool> finished = false;
  io::in_background(std::make_unique<WatchedSink>(arrived, finished))->finish();
  BOOST_TEST(finished.load());
}

BOOST_AUTO_TEST_CASE(an_abandoned_stream_is_not_finished) {
  std::string arrived;
  std::atomic<bool> finished = false;
  io::in_background(std::make_unique<WatchedSink>(arrived, finished))->write_text("abc");
  BOOST_TEST(!finished.load());
}

BOOST_AUTO_TEST_CASE(an_error_comes_back_from_a_later_call) {
  const std::string block(200'000, 'x');
  const auto failing = [] {
    return io::in_background(callback_sink([](std::span<const std::byte>) { throw Error(Fault::io, "disk full"); }));
  };
  const auto endless = failing();
  const auto write_on = [&] {
    for (int i = 0; i < 1000; ++i) endless->write_text(block);
  };
  BOOST_CHECK_EXCEPTION(write_on(), Error, IsError(Fault::io, {"disk full"}));
  const auto shorter = failing();
  shorter->write_text("abc");
  BOOST_CHECK_EXCEPTION(shorter->finish(), Error, IsError(Fault::io, {"disk full"}));
}

BOOST_AUTO_TEST_SUITE_END()
