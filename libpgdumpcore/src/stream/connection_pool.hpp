// Connections that are opened before there is work for them.
#pragma once

#include "pg/connection.hpp"
#include "pg/session.hpp"

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/progress.hpp>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <stop_token>

namespace pgdumpcore::stream {

// Whoever has read a catalog that all databases share holds a lock on it. A command that rewrites that catalog waits
// for it, and every login waits for the command: a dump that connects its workers after its leader has read anything
// could wait for itself for ever. So they connect first, beside each other, while the leader reads.
class ConnectionPool {
 public:
  // All are kept by reference.
  //   log: is told once when there are fewer connections than asked for; on the thread that asks
  ConnectionPool(const ConnectOptions& connect, const pg::SessionSettings& settings, const LogCallback& log);
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;
  ~ConnectionPool();

  // Begins to open `count` connections, with prepared sessions. What is not taken is closed in the end.
  void call(int count);

  // The next of them, as soon as it is there; a new one when all were taken. From then on `stop` ends its waits.
  // Throws why it could not be had. Any thread may call this.
  [[nodiscard]] pg::Connection take(const std::stop_token& stop);

  // As take(), but nullopt if a connection is refused: fewer can do the work, or the leader alone.
  [[nodiscard]] std::optional<pg::Connection> take_another(const std::stop_token& stop);
  // Whether take_another() has had none so far.
  [[nodiscard]] bool has_none();

  // One that was taken is the next to be taken again. Any thread may call this.
  void release(pg::Connection connection);

 private:
  [[nodiscard]] std::future<pg::Connection> begin_one() const;
  [[nodiscard]] std::future<pg::Connection> next();

  const ConnectOptions& connect_;
  const pg::SessionSettings& settings_;
  const LogCallback& log_;
  std::stop_source stop_{};
  std::mutex mutex_{};  // guards what follows
  std::deque<std::future<pg::Connection>> coming_{};
  std::condition_variable changed_{};
  int asking_ = 0;  // calls of take_another() under way
  int taken_ = 0;   // and those that have had one
  bool logged_ = false;
};

}  // namespace pgdumpcore::stream
