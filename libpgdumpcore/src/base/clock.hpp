// The time of day.
#pragma once

#include <fmt/chrono.h>

#include <chrono>
#include <string>

namespace pgdumpcore::base {

[[nodiscard]] inline std::chrono::sys_seconds current_second() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// YYYY-MM-DDTHH:MM:SSZ
[[nodiscard]] inline std::string iso_time(std::chrono::sys_seconds time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

}  // namespace pgdumpcore::base
