// A verification of a set in a place of any kind.
#pragma once

#include "sets/set.hpp"

#include <pgdumpcore/verify.hpp>

#include <stop_token>

namespace pgdumpcore::backups {

// As pgdumpcore::verify().
[[nodiscard]] VerifySummary verify_set(const sets::Set& set, const VerifyOptions& options, const std::stop_token& stop,
                                       const VerifyObserver& observer);

}  // namespace pgdumpcore::backups
