// A restore of one input as a part of something larger, such as of a set.
#pragma once

#include "restore/target_session.hpp"

#include <pgdumpcore/restore.hpp>

#include <functional>
#include <stop_token>
#include <string>

namespace pgdumpcore::restoring {

// What is to be said of an error that ends a restore: what it leaves in which database. Empty: nothing.
using Unfinished = std::function<Error(const Error& error, TargetSession& session, const std::string& first_database)>;

// As pgdumpcore::restore().
RestoreSummary restore_input(const RestoreInput& input, const ConnectOptions& connect, const RestoreOptions& options,
                             const std::stop_token& stop, const RestoreObserver& observer,
                             const Unfinished& unfinished);

}  // namespace pgdumpcore::restoring
