// A restore of a set in a place of any kind.
#pragma once

#include "sets/set.hpp"

#include <pgdumpcore/restore_set.hpp>

#include <cstdint>
#include <stop_token>

namespace pgdumpcore::backups {

// As pgdumpcore::restore_set().
std::uint64_t restore_set_of(const sets::Set& set, const ConnectOptions& connect, const SetRestoreOptions& options,
                             const std::stop_token& stop, const SetRestoreObserver& observer);

}  // namespace pgdumpcore::backups
