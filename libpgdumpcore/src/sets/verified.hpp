// verified.json: what the last verification of a set has found.
#pragma once

#include "sets/set.hpp"

#include <pgdumpcore/verify.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace pgdumpcore::sets {

inline constexpr const char* verified_name = "verified.json";

// Whether a problem is one of the set's content, and not of its reader, of its making, or of a trial.
[[nodiscard]] bool is_damage(const Problem& problem);

// Throws Error (io).
void write_verified(const Set& set, const VerifySummary& summary);

struct LastVerification {
  std::chrono::sys_seconds at{};
  bool intact = false;
};
// nullopt: there was none, or the file is none of ours.
[[nodiscard]] std::optional<LastVerification> read_verified(const Set& set);

}  // namespace pgdumpcore::sets
