#include "stream/worker_pool.hpp"

#include "pg/sqlstate.hpp"

#include <fmt/format.h>

#include <utility>

namespace pgdumpcore::stream {

namespace {

// Jobs hold text that waits to be written; a few for each worker are enough to keep all at work.
constexpr std::size_t waiting_per_worker = 4;

}  // namespace

void Worker::with_locks(std::span<const LockTarget> tables, io::Slot* slot,
                        const std::function<void(pg::Connection&)>& work) {
  if (!connection_) return work(leader());
  std::string names;
  for (const LockTarget& table : tables) {
    if (locked_.contains(table.oid)) continue;
    if (!names.empty()) names += ", ";
    names += table.name;
  }
  if (!names.empty()) {
    const auto refused = connection_->try_execute(fmt::format("LOCK TABLE ONLY {} IN ACCESS SHARE MODE NOWAIT", names));
    if (refused && refused->sqlstate() != pg::sqlstate::lock_not_available) throw Error(*refused);
    if (refused) {
      pg::end_snapshot(*connection_);
      locked_.clear();
      pg::begin_snapshot(*connection_, {.imported = pool_.session_.snapshot});
      if (slot != nullptr) slot->wait_for_turn();
      const std::lock_guard lock(pool_.leader_mutex_);
      work(pool_.leader_);
      return;
    }
    for (const LockTarget& table : tables) locked_.insert(table.oid);
  }
  work(*connection_);
}

pg::Connection& Worker::leader() {
  return pool_.leader_;
}

WorkerPool::WorkerPool(pg::Connection& leader, WorkerSession session, int count)
    : leader_(leader),
      leaders_token_(leader.stop_token()),
      session_(std::move(session)),
      count_(static_cast<std::size_t>(count)),
      queue_limit_(waiting_per_worker * static_cast<std::size_t>(count)),
      stop_with_leader_(leaders_token_, RequestStop{stop_}) {
  leader_.set_stop_token(stop_.get_token());
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    complete_ = true;
    queue_.clear();
  }
  stop_.request_stop();
  changed_.notify_all();
  threads_.clear();
  leader_.set_stop_token(leaders_token_);
}

std::optional<pg::Connection> WorkerPool::connect_worker() const {
  std::optional<pg::Connection> connection = session_.connection_pool.take_another(stop_.get_token());
  if (connection) pg::begin_snapshot(*connection, {.imported = session_.snapshot});
  return connection;
}

bool WorkerPool::may_work(bool has_connection) {
  const std::lock_guard lock(mutex_);
  if (has_connection) return !leader_works_;
  return session_.connection_pool.has_none() && !std::exchange(leader_works_, true);
}

void WorkerPool::work() {
  try {
    std::optional<pg::Connection> connection = connect_worker();
    if (!may_work(connection.has_value())) return;
    Worker worker(*this, std::move(connection));
    while (Job job = take()) {
      job(worker);
      const std::lock_guard lock(mutex_);
      --busy_;
      changed_.notify_all();
    }
  } catch (const io::OutputAborted&) {
    fail(std::current_exception(), true);
  } catch (const Error& error) {
    fail(std::current_exception(), error.fault() == Fault::cancelled && !leaders_token_.stop_requested());
  } catch (...) {
    fail(std::current_exception(), false);
  }
}

Job WorkerPool::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !queue_.empty() || complete_ || error_ != nullptr; });
  if (queue_.empty() || error_ != nullptr) return {};
  Job job = std::move(queue_.front());
  queue_.pop_front();
  ++busy_;
  changed_.notify_all();
  return job;
}

void WorkerPool::fail(std::exception_ptr error, bool consequence) {
  {
    const std::lock_guard lock(mutex_);
    if (error_ == nullptr || (error_is_consequence_ && !consequence)) {
      error_ = std::move(error);
      error_is_consequence_ = consequence;
    }
  }
  stop_.request_stop();
  changed_.notify_all();
}

// When one has failed, the others are on their way out; the reason may come after its consequences.
void WorkerPool::throw_error() {
  threads_.clear();
  std::rethrow_exception(error_);
}

void WorkerPool::add(Job job) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return queue_.size() < queue_limit_ || error_ != nullptr; });
  if (error_ == nullptr) {
    queue_.push_back(std::move(job));
    const std::size_t idle = threads_.size() - busy_;
    if (queue_.size() > idle && threads_.size() < count_) threads_.emplace_back([this] { work(); });
    changed_.notify_all();
    return;
  }
  lock.unlock();
  throw_error();
}

void WorkerPool::finish() {
  std::unique_lock lock(mutex_);
  complete_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return (queue_.empty() && busy_ == 0) || error_ != nullptr; });
  const bool failed = error_ != nullptr;
  lock.unlock();
  if (failed) throw_error();
  threads_.clear();
}

}  // namespace pgdumpcore::stream
