// Descriptors, strings, functions, and the digest on the way.
#include "io/block_buffer.hpp"
#include "io/digest.hpp"

#include "io_support.hpp"

#include <pgdumpcore/sink.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

using namespace pgdumpcore;
using namespace io_support;
using namespace std::chrono_literals;

namespace {

struct Pipe {
  explicit Pipe(int flags = 0) {
    int ends[2];
    if (::pipe2(ends, flags | O_CLOEXEC) != 0) throw std::runtime_error("could not make a pipe");
    reader = ends[0];
    writer = ends[1];
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_reader();
    close_writer();
  }
  void close_reader() { close_end(reader); }
  void close_writer() { close_end(writer); }

  int reader;
  int writer;

 private:
  static void close_end(int& end) {
    if (end >= 0) ::close(end);
    end = -1;
  }
};

/// Reads the pipe in a thread of its own, after a while.
class LateReader {
 public:
  LateReader(Pipe& pipe, std::chrono::milliseconds delay)
      : pipe_(pipe), thread_([this, delay] {
          std::this_thread::sleep_for(delay);
          received_ = read_all(*io::descriptor_source(pipe_.reader));
        }) {}
  LateReader(const LateReader&) = delete;
  LateReader& operator=(const LateReader&) = delete;
  ~LateReader() { received(); }

  /// Everything up to the end, which it brings about.
  const std::string& received() {
    pipe_.close_writer();
    if (thread_.joinable()) thread_.join();
    return received_;
  }

 private:
  Pipe& pipe_;
  std::string received_{};
  std::thread thread_;
};

std::atomic<int> interruptions = 0;
void count_interruption(int) {
  ++interruptions;
}

/// A signal every two milliseconds, whose handler does not restart system calls. It goes to this thread alone.
class Interruptions {
 public:
  Interruptions() {
    interruptions = 0;
    struct sigaction action {};
    action.sa_handler = count_interruption;
    ::sigaction(SIGUSR1, &action, &former_);
    const pthread_t interrupted = ::pthread_self();
    thread_ = std::jthread([interrupted](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        ::pthread_kill(interrupted, SIGUSR1);
        std::this_thread::sleep_for(2ms);
      }
    });
  }
  Interruptions(const Interruptions&) = delete;
  Interruptions& operator=(const Interruptions&) = delete;
  ~Interruptions() {
    thread_.request_stop();
    thread_.join();
    ::sigaction(SIGUSR1, &former_, nullptr);
  }

 private:
  struct sigaction former_ {};
  std::jthread thread_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(io_sinks)

BOOST_AUTO_TEST_CASE(a_descriptor_gets_everything_and_stays_open) {
  const ScratchDirectory scratch;
  const int descriptor = ::open((scratch / "file").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  {
    const auto sink = descriptor_sink(descriptor);
    for (int row = 0; row < 100'000; ++row) sink->write_text("row\n");
    sink->finish();
  }
  BOOST_TEST(::write(descriptor, "end\n", 4) == 4);
  ::close(descriptor);
  BOOST_TEST(file_content(scratch / "file").size() == 400'004U);
}

BOOST_AUTO_TEST_CASE(a_slow_reader_is_waited_for) {
  for (const int flags : {0, O_NONBLOCK}) {
    Pipe pipe(flags);
    LateReader reader(pipe, 30ms);
    const auto sink = descriptor_sink(pipe.writer);
    sink->write_text(sample_content(1'000'000));
    sink->finish();
    BOOST_TEST((reader.received() == sample_content(1'000'000)));
  }
}

BOOST_AUTO_TEST_CASE(signals_do_not_lose_bytes) {
  for (const int flags : {0, O_NONBLOCK}) {
    Pipe pipe(flags);
    LateReader reader(pipe, 60ms);
    {
      const Interruptions signals;
      const auto sink = descriptor_sink(pipe.writer);
      sink->write_text(sample_content(1'000'000));
      sink->finish();
    }
    BOOST_TEST((reader.received() == sample_content(1'000'000)));
    BOOST_TEST(interruptions > 0);
  }
}

BOOST_AUTO_TEST_CASE(a_descriptor_that_cannot_be_written_to_is_refused_at_once) {
  const int for_reading = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto refused = IsError(Fault::io, {"descriptor", "closed or not open for writing"});
  BOOST_CHECK_EXCEPTION(static_cast<void>(descriptor_sink(for_reading)), Error, refused);
  ::close(for_reading);
  BOOST_CHECK_EXCEPTION(static_cast<void>(descriptor_sink(for_reading)), Error, refused);
}

// With the default disposition, a delivered SIGPIPE would end this very process.
BOOST_AUTO_TEST_CASE(a_reader_that_is_gone_is_an_error_and_no_signal) {
  const auto former = std::signal(SIGPIPE, SIG_DFL);
  Pipe pipe;
  pipe.close_reader();
  const auto sink = descriptor_sink(pipe.writer);
  sink->write_text("row\n");
  BOOST_CHECK_EXCEPTION(sink->finish(), Error, IsError(Fault::io, {"could not write to descriptor", "Broken pipe"}));
  std::signal(SIGPIPE, former);
}

BOOST_AUTO_TEST_CASE(a_signal_that_was_pending_stays_pending) {
  sigset_t pipe_signal;
  sigset_t former;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe_signal, &former);
  ::pthread_kill(::pthread_self(), SIGPIPE);
  Pipe pipe;
  pipe.close_reader();
  const auto sink = descriptor_sink(pipe.writer);
  sink->write_text("row\n");
  BOOST_CHECK_THROW(sink->finish(), Error);
  const timespec at_once{};
  BOOST_TEST(::sigtimedwait(&pipe_signal, nullptr, &at_once) == SIGPIPE);
  ::pthread_sigmask(SIG_SETMASK, &former, nullptr);
}

BOOST_AUTO_TEST_CASE(a_full_device_is_an_error_with_a_hint) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  const auto sink = descriptor_sink(full);
  BOOST_CHECK_EXCEPTION(sink->write_text(sample_content(200'000)), Error, [](const Error& error) {
    return IsError(Fault::io, {"No space left on device"})(error) && !error.hint().empty();
  });
  ::close(full);
}

BOOST_AUTO_TEST_CASE(standard_streams_are_called_by_their_names) {
  const int saved = ::dup(STDOUT_FILENO);
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ::dup2(full, STDOUT_FILENO);
  const auto sink = descriptor_sink(STDOUT_FILENO);
  std::string message;
  try {
    sink->write_text("row\n");
    sink->finish();
  } catch (const Error& error) {
    message = error.what();
  }
  ::dup2(saved, STDOUT_FILENO);
  ::close(saved);
  ::close(full);
  BOOST_TEST(message == "could not write to standard output: No space left on device");
}

// What makes a dump fast is that neither codecs nor the system are called row by row.
BOOST_AUTO_TEST_CASE(small_writes_become_blocks) {
  const std::string content = sample_content(3 * io::block_size + 77);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, io::block_size, content.size()}) {
    std::vector<std::size_t> sizes;
    std::string received;
    const auto consume = [&](std::span<const std::byte> block) {
      sizes.push_back(block.size());
      received.append(reinterpret_cast<const char*>(block.data()), block.size());
    };
    io::BlockBuffer buffer;
    for (std::size_t position = 0; position < content.size(); position += piece) {
      buffer.add(bytes_of(std::string_view(content).substr(position, piece)), consume);
    }
    buffer.flush(consume);
    BOOST_TEST(sizes == (std::vector<std::size_t>{io::block_size, io::block_size, io::block_size, 77}),
               boost::test_tools::per_element());
    BOOST_TEST((received == content));
  }
}

BOOST_AUTO_TEST_CASE(a_string_is_appended_to_at_once) {
  std::string destination = "before ";
  const auto sink = memory_sink(destination);
  sink->write_text("and ");
  sink->write_text("after");
  BOOST_TEST(destination == "before and after");
  sink->finish();
}

BOOST_AUTO_TEST_CASE(a_function_gets_every_write_and_may_refuse) {
  std::vector<std::string> received;
  const auto sink = callback_sink([&](std::span<const std::byte> bytes) {
    received.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (received.size() == 3) throw std::logic_error("enough");
  });
  sink->write_text("one");
  sink->write_text("two");
  BOOST_TEST(received == (std::vector<std::string>{"one", "two"}), boost::test_tools::per_element());
  BOOST_CHECK_THROW(sink->write_text("three"), std::logic_error);
}

BOOST_AUTO_TEST_CASE(reading_what_cannot_be_read_is_an_error) {
  const ScratchDirectory scratch;
  BOOST_CHECK_EXCEPTION(static_cast<void>(io::file_source(scratch / "missing")), Error,
                        IsError(Fault::io, {"could not open file", "missing", "No such file or directory"}));
  std::byte byte{};
  BOOST_CHECK_EXCEPTION(io::file_source(scratch.path())->read({&byte, 1}), Error,
                        IsError(Fault::io, {"could not read file", "Is a directory"}));
  BOOST_CHECK_EXCEPTION(io::descriptor_source(-1)->read({&byte, 1}), Error,
                        IsError(Fault::io, {"could not read descriptor -1", "Bad file descriptor"}));
}

// The vectors of FIPS 180.
BOOST_AUTO_TEST_CASE(digests_are_those_of_the_standard) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
  for (const auto& [content, expected] : rows) {
    std::string passed_on;
    io::DigestSink sink(memory_sink(passed_on));
    // Asking early must not end the digest.
    BOOST_TEST(sink.sha256() == rows[0].second);
    for (std::size_t position = 0; position < content.size(); position += 999) {
      sink.write_text(std::string_view(content).substr(position, 999));
    }
    sink.finish();
    BOOST_TEST(sink.sha256() == expected);
    BOOST_TEST(sink.byte_count() == content.size());
    BOOST_TEST((passed_on == content));
  }
}

BOOST_AUTO_TEST_CASE(a_digest_finishes_the_file_below_it) {
  const ScratchDirectory scratch;
  io::DigestSink sink(file_sink(scratch / "db.sql"));
  sink.write_text("rows\n");
  BOOST_TEST(!std::filesystem::exists(scratch / "db.sql"));
  sink.finish();
  BOOST_TEST(file_content(scratch / "db.sql") == "rows\n");
}

BOOST_AUTO_TEST_SUITE_END()
