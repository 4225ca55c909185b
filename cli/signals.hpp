// SIGINT, SIGTERM and SIGHUP become a stop request; the process ends with the signal's own status afterwards.
#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <string_view>
#include <thread>

namespace cli {

class SignalStop {
 public:
  // Blocks the signals in this thread and those it starts, and waits for them in a thread of its own. A signal that is
  // ignored from the start, as under nohup, stays ignored.
  SignalStop();
  SignalStop(const SignalStop&) = delete;
  SignalStop& operator=(const SignalStop&) = delete;
  ~SignalStop();

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  // The name of the signal that came, such as SIGTERM, or nothing.
  [[nodiscard]] std::string_view received() const;
  // Ends the process by the signal that came, so that callers see what happened. Returns when none came.
  void end_with_signal_if_any();

 private:
  void wait();
  void wait_for_the_end();
  void join();

  sigset_t awaited_{};
  std::stop_source source_{};
  std::atomic<bool> over_ = false;
  std::atomic<int> received_ = 0;
  std::thread waiter_{};
};

}  // namespace cli
