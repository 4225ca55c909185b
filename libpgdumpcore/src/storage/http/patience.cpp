#include "storage/http/patience.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <random>

namespace pgdumpcore::storage {

namespace {

constexpr std::chrono::milliseconds first_wait{100};
constexpr std::chrono::milliseconds longest_wait{8000};

}  // namespace

bool is_passing_status(int status) {
  constexpr std::array passing = {408, 429, 500, 502, 503, 504};
  return std::ranges::find(passing, status) != passing.end();
}

bool wait_before_retry(int attempt, std::chrono::milliseconds most, const std::stop_token& stop) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto bound = std::min({first_wait * (1 << std::min(attempt, 10)), longest_wait, most});
  std::uniform_int_distribution<std::chrono::milliseconds::rep> choice(
      bound.count() / 4, std::max<std::chrono::milliseconds::rep>(bound.count(), 1));
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  static_cast<void>(never.wait_for(lock, stop, std::chrono::milliseconds(choice(random)), [] { return false; }));
  return !stop.stop_requested();
}

}  // namespace pgdumpcore::storage
