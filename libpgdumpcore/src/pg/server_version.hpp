// A server's version as libpq counts it.
#pragma once

#include <string>

namespace pgdumpcore::pg {

struct ServerVersion {
  int number = 0;      // 150020 is 15.20
  std::string text{};  // the server_version parameter: "15.20 (Debian 15.20-0+deb12u1)"

  [[nodiscard]] int major() const noexcept { return number / 10000; }
};

inline constexpr int oldest_major = 13;
inline constexpr int newest_major = 19;

}  // namespace pgdumpcore::pg
