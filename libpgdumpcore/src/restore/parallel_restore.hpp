// Restoring an archive over several connections.
#pragma once

#include "archive/reader.hpp"
#include "archive/script.hpp"
#include "restore/schedule.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/restore.hpp>

#include <span>
#include <stop_token>

namespace pgdumpcore::restoring {

// What comes before the data is restored by `session` alone, one entry after the other; then data and what comes after
// it by options.jobs connections, of which `session` is one; privileges by `session` again.
//   stop: the source of the session's stop token: the first worker that fails stops the others with it
void restore_in_parallel(archive::ArchiveReader& reader, const RestoreOptions& options,
                         const archive::ScriptSettings& settings, std::span<const archive::Wanted> wanted,
                         const Weights& weights, TargetSession& session, std::stop_source& stop);

}  // namespace pgdumpcore::restoring
