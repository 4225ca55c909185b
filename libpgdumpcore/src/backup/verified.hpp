// verified.json: what the last verification of a set has found.
#pragma once

#include <pgdumpcore/verify.hpp>

#include <chrono>
#include <filesystem>
#include <optional>

namespace pgdumpcore::backups {

inline constexpr const char* verified_name = "verified.json";

// Throws Error (io).
void write_verified(const std::filesystem::path& set, const VerifySummary& summary);

struct LastVerification {
  std::chrono::sys_seconds at{};
  bool intact = false;
};
// nullopt: there was none, or the file is none of ours.
[[nodiscard]] std::optional<LastVerification> read_verified(const std::filesystem::path& set);

}  // namespace pgdumpcore::backups
