// Connections at work beside each other in one snapshot, each on a thread of its own.
#pragma once

#include "io/ordered_output.hpp"
#include "pg/connection.hpp"
#include "pg/session.hpp"
#include "stream/connection_pool.hpp"

#include <concepts>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace pgdumpcore::stream {

// A table to be locked before it is read.
struct LockTarget {
  pg::Oid oid = 0;
  std::string name{};  // quoted and qualified
};

// Where the workers' connections come from, and what they share.
struct WorkerSession {
  ConnectionPool& connection_pool;
  std::string snapshot{};  // exported by a transaction that stays open
};

class WorkerPool;

// What a job works with: a connection in the shared snapshot.
class Worker {
 public:
  // Runs `work` with a connection that holds ACCESS SHARE on the tables. The worker takes the locks itself, without
  // waiting: a session that waits for ACCESS EXCLUSIVE waits for the leader, so waiting behind it would never end.
  // Where a lock cannot be had at once, the leader, which has it, lends its own connection.
  //   slot: what `work` writes to, and nothing has been written to so far. It is waited for before the leader is
  //         borrowed, lest the borrower wait for someone who wants to borrow too. Null if it writes to none.
  void with_locks(std::span<const LockTarget> tables, io::Slot* slot, const std::function<void(pg::Connection&)>& work);
  // Without tables there is nothing to lock.
  [[nodiscard]] pg::Connection& connection() { return connection_ ? *connection_ : leader(); }

 private:
  friend class WorkerPool;
  // Without a connection of its own it is the only worker, and has the leader's.
  Worker(WorkerPool& pool, std::optional<pg::Connection> connection)
      : pool_(pool), connection_(std::move(connection)) {}
  [[nodiscard]] pg::Connection& leader();

  WorkerPool& pool_;
  std::optional<pg::Connection> connection_;
  std::set<pg::Oid> locked_{};
};

// What a worker does once. It may own what cannot be copied.
class Job {
 public:
  Job() = default;
  template <std::invocable<Worker&> Work>
  Job(Work work) : work_(std::make_unique<Held<Work>>(std::move(work))) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] explicit operator bool() const { return work_ != nullptr; }
  void operator()(Worker& worker) { work_->run(worker); }

 private:
  struct Any {
    Any() = default;
    Any(const Any&) = delete;
    Any& operator=(const Any&) = delete;
    virtual ~Any() = default;
    virtual void run(Worker& worker) = 0;
  };
  template <class Work>
  struct Held final : Any {
    explicit Held(Work given) : work(std::move(given)) {}
    void run(Worker& worker) override { work(worker); }
    Work work;
  };
  std::unique_ptr<Any> work_{};
};

// Jobs are taken in the order in which they were added. The first one that throws stops all others: their queries are
// cancelled, and what waits is given up.
class WorkerPool {
 public:
  // Up to `count` workers, each on a thread of its own, that begin when there is something for them to do.
  //   leader: holds locks and snapshot, and is left alone by its owner while there are jobs
  WorkerPool(pg::Connection& leader, WorkerSession session, int count);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  // Stops what is still at work.
  ~WorkerPool();

  // Waits while there are many jobs that nobody has taken yet. Throws what a job has thrown.
  void add(Job job);
  // Waits until all jobs are done. Throws what a job has thrown.
  void finish();

  // Requested when a job has failed, or the leader's token was.
  [[nodiscard]] std::stop_token stop_token() const { return stop_.get_token(); }

 private:
  friend class Worker;
  struct RequestStop {
    std::stop_source& stop;
    void operator()() const { stop.request_stop(); }
  };

  void work();
  // nullopt: the server has none to give.
  [[nodiscard]] std::optional<pg::Connection> connect_worker() const;
  // Whether a thread is to work: with a connection of its own, or as the only one, with the leader's, if no worker has
  // one.
  [[nodiscard]] bool may_work(bool has_connection);
  // The next job; empty when there will be none.
  [[nodiscard]] Job take();
  void fail(std::exception_ptr error, bool consequence);
  [[noreturn]] void throw_error();

  pg::Connection& leader_;
  const std::stop_token leaders_token_;
  std::mutex leader_mutex_{};
  const WorkerSession session_;
  const std::size_t count_;
  const std::size_t queue_limit_;
  std::stop_source stop_{};
  std::stop_callback<RequestStop> stop_with_leader_;

  std::mutex mutex_{};  // guards what follows
  std::condition_variable_any changed_{};
  std::deque<Job> queue_{};
  std::size_t busy_ = 0;
  bool complete_ = false;
  bool leader_works_ = false;  // for a worker without a connection
  std::exception_ptr error_{};
  bool error_is_consequence_ = false;

  std::vector<std::jthread> threads_{};
};

}  // namespace pgdumpcore::stream
