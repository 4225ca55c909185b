// Workers' connections that help the leader read the catalog before they have rows to read.
#pragma once

#include "pg/query_batch.hpp"
#include "stream/connection_pool.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::dumping {

// Of `jobs` connections, the leader is one here.
[[nodiscard]] std::vector<pg::CatalogWorker> acquire_workers(stream::ConnectionPool& connection_pool,
                                                             const std::string& snapshot, int jobs,
                                                             const std::stop_token& stop);

// Gives them back as they came.
void release_workers(std::vector<pg::CatalogWorker> workers, stream::ConnectionPool& connection_pool);

}  // namespace pgdumpcore::dumping
