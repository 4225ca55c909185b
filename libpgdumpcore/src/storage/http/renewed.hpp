// Something that a service gives for a time, such as a key or a token.
#pragma once

#include "base/clock.hpp"

#include <pgdumpcore/error.hpp>

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

namespace pgdumpcore::storage {

// What is asked for again five minutes before it ends.
//
//   Value: has expires_at, an optional time, and identity(), a text that differs from that of another value
//
// Threads: all functions may be called by several threads at a time; one of them asks, the others wait.
template <typename Value>
class Renewed {
 public:
  using Find = std::function<Value(const std::stop_token&)>;

  explicit Renewed(Find find) : find_(std::move(find)) {}

  // Throws what `find` throws, unless the one that is there is still valid.
  [[nodiscard]] Value get(const std::stop_token& stop) {
    const std::lock_guard guard(mutex_);
    if (current_ && !is_about_to_end(renewed_before_end)) return *current_;
    try {
      current_ = find_(stop);
    } catch (const Error& error) {
      // The next request asks again.
      if (error.fault() == Fault::cancelled || !current_ || is_about_to_end(std::chrono::seconds(0))) throw;
    }
    return *current_;
  }

  // After a request was refused because of a value: whether there is another one now.
  [[nodiscard]] bool renew(const std::string& refused, const std::stop_token& stop) {
    const std::lock_guard guard(mutex_);
    // Another thread may have done it.
    if (current_ && current_->identity() != refused) return true;
    current_ = find_(stop);
    return current_->identity() != refused;
  }

 private:
  static constexpr std::chrono::minutes renewed_before_end{5};

  [[nodiscard]] bool is_about_to_end(std::chrono::seconds before) const {
    return current_->expires_at && *current_->expires_at <= base::current_second() + before;
  }

  Find find_;
  std::mutex mutex_{};
  std::optional<Value> current_{};
};

}  // namespace pgdumpcore::storage
