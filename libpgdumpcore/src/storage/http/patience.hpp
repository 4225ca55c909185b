// How long a request that fails is repeated.
#pragma once

#include <chrono>
#include <stop_token>

namespace pgdumpcore::storage {

// How long a failing request is repeated, and what ends it earlier.
struct Patience {
  std::stop_token stop{};
  std::chrono::milliseconds limit{};
};

// Whether an answer of this status may be another one later.
[[nodiscard]] bool is_passing_status(int status);

// Waits with jitter, longer from try to try. False: the stop token was triggered.
[[nodiscard]] bool wait_before_retry(int attempt, std::chrono::milliseconds most, const std::stop_token& stop);

}  // namespace pgdumpcore::storage
