#include "dump/catalog_workers.hpp"

#include "pg/session.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace pgdumpcore::dumping {

namespace {

// Every backend fills caches of its own with the same catalogs, so that more of them gain little.
constexpr int most_at_the_catalog = 4;

// Without an assistant the leader reads the catalog alone.
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
  std::vector<pg::CatalogWorker> assistants;
  for (int number = 1; number < std::min(jobs, most_at_the_catalog); ++number) {
    std::optional<pg::Connection> connection = take_if_there(connection_pool, stop);
    if (!connection) break;
    pg::CatalogWorker assistant{.connection = std::move(*connection)};
    pg::begin_snapshot(assistant.connection, {.imported = snapshot});
    assistant.connection.execute("SET LOCAL lock_timeout = 1");
    assistants.push_back(std::move(assistant));
  }
  return assistants;
}

void release_workers(std::vector<pg::CatalogWorker> assistants, stream::ConnectionPool& connection_pool) {
  for (pg::CatalogWorker& assistant : assistants) {
    pg::end_snapshot(assistant.connection);
    connection_pool.release(std::move(assistant.connection));
  }
}

}  // namespace pgdumpcore::dumping
