// Exports one table into zstd files of a bounded size, through a callback: export_table SCHEMA TABLE PREFIX SIZE writes
// PREFIX.000, PREFIX.001 and so on, each of at most SIZE bytes. `cat PREFIX.* | zstd -d` is what COPY reads. The
// connection comes from libpq's environment variables; Ctrl-C ends it, and what was written then goes.
#include <pgdumpcore/copy.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace pg = pgdumpcore;

namespace {

// Files that are there when they are complete, and all of them only if keep() was called.
class Chunks {
 public:
  Chunks(std::string prefix, std::size_t most) : prefix_(std::move(prefix)), most_(most) {}
  Chunks(const Chunks&) = delete;
  Chunks& operator=(const Chunks&) = delete;
  ~Chunks() {
    file_.reset();
    for (const std::string& name : names_) std::remove(name.c_str());
  }

  void take(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      if (room_ == 0) next();
      const std::size_t part = std::min(room_, bytes.size());
      file_->write(bytes.first(part));
      bytes = bytes.subspan(part);
      room_ -= part;
    }
  }

  std::size_t keep() {
    if (file_) file_->finish();
    const std::size_t count = names_.size();
    names_.clear();
    return count;
  }

 private:
  void next() {
    if (file_) file_->finish();
    char number[16];
    std::snprintf(number, sizeof number, ".%03zu", names_.size());
    names_.push_back(prefix_ + number);
    file_ = pg::file_sink(names_.back());
    room_ = most_;
  }

  std::string prefix_;
  std::size_t most_;
  std::size_t room_ = 0;
  std::vector<std::string> names_{};
  std::unique_ptr<pg::Sink> file_{};
};

// Requests `stop` when the user presses Ctrl-C. A signal handler could not: a request takes locks.
std::jthread watch_for_interrupt(std::stop_source& stop) {
  ::sigset_t interrupt;
  ::sigemptyset(&interrupt);
  ::sigaddset(&interrupt, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
  return std::jthread([interrupt, &stop](const std::stop_token& ending) {
    const std::timespec moment = {.tv_sec = 0, .tv_nsec = 100'000'000};
    while (!ending.stop_requested())
      if (::sigtimedwait(&interrupt, nullptr, &moment) == SIGINT) stop.request_stop();
  });
}

}  // namespace

int main(int count, char** words) try {
  if (count != 5 || std::atol(words[4]) <= 0) {
    std::cerr << "usage: export_table SCHEMA TABLE PREFIX SIZE\n";
    return 2;
  }
  std::stop_source stop;
  const std::jthread watching = watch_for_interrupt(stop);
  Chunks chunks(words[3], static_cast<std::size_t>(std::atol(words[4])));
  pg::CopyOptions options;
  options.schema = words[1];
  options.table = words[2];
  options.compression = pg::parse_compression("zstd");
  options.jobs = 2;
  const pg::CopySummary done = pg::copy(
      {}, options, pg::callback_sink([&](std::span<const std::byte> bytes) { chunks.take(bytes); }), stop.get_token());
  std::cout << done.rows << " rows in " << chunks.keep() << " files\n";
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
