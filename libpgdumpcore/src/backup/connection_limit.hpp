// Jobs of unequal size side by side, within a number of connections that all of them share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace pgdumpcore::backups {

// Runs work(job, connections) for each job, the largest first, each on a thread of its own. A job gets as large a share
// of the connections as it has of the total size, at least one; the last ones get what is left over.
//   sizes: one for each job
//   connection_limit: connections that may be at work at once
//   most: that one job may have; 0: no such bound
// The first exception of a job is thrown when the jobs that were running then have ended; `failed` is called once at
// once, to let them end early. No further job is begun.
void run_with_connection_limit(std::span<const std::uint64_t> sizes, int connection_limit, int most,
                               const std::function<void(std::size_t job, int connections)>& work,
                               const std::function<void()>& failed);

}  // namespace pgdumpcore::backups
