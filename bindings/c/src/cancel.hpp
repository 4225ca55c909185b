// Cancelling from other threads and from signal handlers.
#pragma once

#include <pgdumpcore.h>

#include <atomic>
#include <semaphore.h>
#include <stop_token>
#include <thread>

/// A stop request runs code that is no signal handler's to run: it takes locks and talks to the server. So a request
/// only wakes a thread, which makes it.
struct pgdumpcore_cancel_token {
 public:
  pgdumpcore_cancel_token();
  ~pgdumpcore_cancel_token();
  pgdumpcore_cancel_token(const pgdumpcore_cancel_token&) = delete;
  pgdumpcore_cancel_token& operator=(const pgdumpcore_cancel_token&) = delete;

  void request() noexcept;
  [[nodiscard]] bool requested() const noexcept { return requested_; }
  [[nodiscard]] std::stop_token stop_token();

 private:
  void wait_for_requests();

  std::atomic<bool> requested_{false};
  std::atomic<bool> ending_{false};
  static_assert(std::atomic<bool>::is_always_lock_free, "what a signal handler may touch");
  ::sem_t wake_{};
  std::stop_source source_{};
  std::thread waiting_{};
};

namespace c_binding {

/// NULL is never requested.
[[nodiscard]] inline std::stop_token stop_token_of(pgdumpcore_cancel_token* cancel) {
  return cancel == nullptr ? std::stop_token() : cancel->stop_token();
}

}  // namespace c_binding
