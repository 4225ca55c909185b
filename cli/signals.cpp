#include "signals.hpp"

#include <csignal>

namespace cli {

namespace {

// SIGUSR1 is our own: it tells the waiting thread that nothing is left to wait for.
sigset_t awaited() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) sigaddset(&set, signal);
  return set;
}

}  // namespace

SignalStop::SignalStop() {
  // A closed pipe shall be an error of write(), with a message, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  const sigset_t set = awaited();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiter_ = std::thread([this] { wait(); });
}

void SignalStop::wait() {
  const sigset_t set = awaited();
  int signal = 0;
  sigwait(&set, &signal);
  if (signal == SIGUSR1) return;
  received_ = signal;
  source_.request_stop();
}

SignalStop::~SignalStop() {
  if (!waiter_.joinable()) return;
  pthread_kill(waiter_.native_handle(), SIGUSR1);
  waiter_.join();
}

void SignalStop::end_with_signal_if_any() {
  if (!waiter_.joinable()) return;
  pthread_kill(waiter_.native_handle(), SIGUSR1);
  waiter_.join();
  if (received_ == 0) return;
  std::signal(received_, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, received_);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  std::raise(received_);
}

}  // namespace cli
