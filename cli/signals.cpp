#include "signals.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <string>

#include <unistd.h>

namespace cli {

namespace {

constexpr timespec patience = {.tv_sec = 10, .tv_nsec = 0};

bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

std::string_view name_of(int signal) {
  switch (signal) {
    case SIGINT:
      return "SIGINT";
    case SIGHUP:
      return "SIGHUP";
    default:
      return "SIGTERM";
  }
}

// From the waiting thread, while another may hold whatever a message of ours needs: straight to the descriptor.
void say_cut_off(int signal) {
  const std::string line = fmt::format(
      "pgdump: stopped by {} before it could clean up; unfinished files may be left, "
      "as .NAME.XXXXXX.tmp or .NAME.partial\n",
      name_of(signal));
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

void end_by(int signal) {
  std::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  std::raise(signal);
  // The first process of a container outlives its own signals.
  std::_Exit(128 + signal);
}

}  // namespace

SignalStop::SignalStop() {
  // A file that may not grow further is then an error of write(), with a message.
  std::signal(SIGXFSZ, SIG_IGN);
  sigemptyset(&awaited_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    if (!is_ignored(signal)) sigaddset(&awaited_, signal);
  // Our own: it tells the waiting thread that nothing is left to wait for.
  sigaddset(&awaited_, SIGUSR1);
  // A closed pipe shall be an error of write(), with a message, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &awaited_, nullptr);
  waiter_ = std::thread([this] { wait(); });
}

void SignalStop::wait() {
  while (!over_) {
    int signal = 0;
    if (sigwait(&awaited_, &signal) != 0 || signal == SIGUSR1) continue;
    received_ = signal;
    source_.request_stop();
    wait_for_the_end();
  }
}

// A write into a pipe that nobody reads, or to a file server that is gone, never returns, and sees no stop request.
void SignalStop::wait_for_the_end() {
  while (!over_) {
    const int again = sigtimedwait(&awaited_, nullptr, &patience);
    const bool was_stopped = again < 0 && errno == EINTR;  // by SIGSTOP, and continued
    if (again != SIGUSR1 && !was_stopped && !over_) {
      say_cut_off(received_);
      end_by(received_);
    }
  }
}

void SignalStop::join() {
  if (!waiter_.joinable()) return;
  over_ = true;
  pthread_kill(waiter_.native_handle(), SIGUSR1);
  waiter_.join();
}

std::string_view SignalStop::received() const {
  return received_ == 0 ? std::string_view{} : name_of(received_);
}

SignalStop::~SignalStop() {
  join();
}

void SignalStop::end_with_signal_if_any() {
  join();
  if (received_ != 0) end_by(received_);
}

}  // namespace cli
