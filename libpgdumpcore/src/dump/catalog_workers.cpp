#include "dump/catalog_workers.hpp"

#include "pg/session.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

// Every backend fills caches of its own with the same catalogs, so that more of them gain little.
constexpr int most_at_the_catalog = 4;

// Without a worker the leader reads the catalog alone.
std::optional<pg::Connection> take_if_there(stream::ConnectionPool& connection_pool, const std::stop_token& stop) {
  try {
    return connection_pool.take(stop);
  } catch (const Error& error) {
    if (error.fault() != Fault::connection) throw;
    return std::nullopt;
  }
}

}  // namespace

std::vector<pg::CatalogWorker> acquire_workers(stream::ConnectionPool& connection_pool, const std::string& snapshot,
                                               int jobs, const std::stop_token& stop) {
  std::vector<pg::CatalogWorker> workers;
  for (int number = 1; number < std::min(jobs, most_at_the_catalog); ++number) {
    std::optional<pg::Connection> connection = take_if_there(connection_pool, stop);
    if (!connection) break;
    pg::CatalogWorker worker{.connection = std::move(*connection)};
    pg::begin_snapshot(worker.connection, {.imported = snapshot});
    worker.connection.execute("SET LOCAL lock_timeout = 1");
    workers.push_back(std::move(worker));
  }
  return workers;
}

void release_workers(std::vector<pg::CatalogWorker> workers, stream::ConnectionPool& connection_pool) {
  for (pg::CatalogWorker& worker : workers) {
    pg::end_snapshot(worker.connection);
    connection_pool.release(std::move(worker.connection));
  }
}

}  // namespace pgdumpcore::dumping
