// Queries that are asked all at once, and whose answers are worked at while later ones are still on their way.
#pragma once

#include "pg/connection.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace pgdumpcore::pg {

// Another connection in the same snapshot, which must not wait for locks: whoever waits for ACCESS EXCLUSIVE waits for
// the leader, which would wait for its worker. One that cannot have a lock at once leaves the work to the leader.
struct CatalogWorker {
  Connection connection;
  bool usable = true;  // false: its transaction has failed
};

// Connections are left alone by their owner until the QueryBatch is gone, has finished, or has ended by an exception.
class QueryBatch {
 public:
  // Begins to ask. Alone, the leader is sent all queries in one message.
  QueryBatch(Connection& leader, std::span<CatalogWorker> workers, std::vector<std::string> queries);
  QueryBatch(const QueryBatch&) = delete;
  QueryBatch& operator=(const QueryBatch&) = delete;
  // Waits until the queries that were sent have ended; what was not sent yet is not asked any more.
  ~QueryBatch();

  // The answer to the query at this place, once; waits until it is there. Throws why it could not be had; nothing is
  // being asked any more then.
  [[nodiscard]] Result take(std::size_t place);
  // Waits until all queries have been answered; the answers can still be taken. Throws why one could not be had.
  void finish();

 private:
  using Places = std::deque<std::size_t>;

  void lead(Connection& connection);
  void work(CatalogWorker& worker);
  // Leaves in `places` what has had no answer when it fails.
  void ask(Connection& connection, Places& places);
  [[nodiscard]] Places next_places();
  [[nodiscard]] Places leaders_places();
  void keep(std::size_t place, Result&& answer);
  void fail();
  void end();

  const std::vector<std::string> queries_;
  const std::size_t connections_;
  std::mutex mutex_{};  // guards what follows
  std::condition_variable changed_{};
  Places waiting_;  // places of queries that nobody has been sent
  std::vector<std::optional<Result>> answers_;
  std::size_t untaken_ = 0;  // bytes of answers that nobody has taken yet
  bool wanted_now_ = false;  // somebody waits for an answer, or for all of them
  std::size_t working_;
  bool ended_ = false;
  std::exception_ptr error_{};
  std::vector<std::jthread> threads_{};
};

}  // namespace pgdumpcore::pg
