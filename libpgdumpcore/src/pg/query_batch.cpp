#include "pg/query_batch.hpp"

#include "pg/sqlstate.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pgdumpcore::pg {

namespace {

// So much is read ahead of the one who takes the answers. The rest waits in the server.
constexpr std::size_t most_untaken_bytes = 8U << 20U;

std::size_t memory_of(const Result& answer) {
  return PQresultMemorySize(answer.raw());
}

}  // namespace

QueryBatch::QueryBatch(Connection& leader, std::span<CatalogWorker> workers, std::vector<std::string> queries)
    : queries_(std::move(queries)),
      connections_(1 + static_cast<std::size_t>(std::ranges::count_if(workers, &CatalogWorker::usable))),
      waiting_(queries_.size()),
      answers_(queries_.size()),
      working_(connections_ - 1) {
  std::iota(waiting_.begin(), waiting_.end(), std::size_t{0});
  threads_.reserve(connections_);
  try {
    threads_.emplace_back([this, &leader] { lead(leader); });
    for (CatalogWorker& worker : workers)
      if (worker.usable) threads_.emplace_back([this, &worker] { work(worker); });
  } catch (...) {
    end();
    throw;
  }
}

QueryBatch::~QueryBatch() {
  end();
}

void QueryBatch::end() {
  {
    const std::lock_guard lock(mutex_);
    waiting_.clear();
    ended_ = true;
  }
  changed_.notify_all();
  threads_.clear();
}

Result QueryBatch::take(std::size_t place) {
  std::unique_lock lock(mutex_);
  if (!answers_[place]) {
    wanted_now_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return answers_[place].has_value() || error_ != nullptr; });
    wanted_now_ = false;
  }
  if (answers_[place]) {
    Result answer = std::move(*answers_[place]);
    answers_[place].reset();
    untaken_ -= memory_of(answer);
    changed_.notify_all();
    return answer;
  }
  lock.unlock();
  threads_.clear();
  std::rethrow_exception(error_);
}

void QueryBatch::finish() {
  {
    const std::lock_guard lock(mutex_);
    wanted_now_ = true;
  }
  changed_.notify_all();
  threads_.clear();
  if (error_ != nullptr) std::rethrow_exception(error_);
}

// The fewer are left, the fewer at once, so that all connections are done at about the same time.
QueryBatch::Places QueryBatch::next_places() {
  const std::size_t share = connections_ == 1 ? waiting_.size() : waiting_.size() / (2 * connections_);
  const std::size_t count = std::min(waiting_.size(), std::max<std::size_t>(share, 1));
  const auto last = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
  Places places(waiting_.begin(), last);
  waiting_.erase(waiting_.begin(), last);
  return places;
}

// A worker that is still at work may give something back.
QueryBatch::Places QueryBatch::leaders_places() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || working_ == 0 || ended_; });
  return next_places();
}

void QueryBatch::ask(Connection& connection, Places& places) {
  std::vector<std::string> texts;
  texts.reserve(places.size());
  for (const std::size_t place : places) texts.push_back(queries_[place]);
  connection.queries(texts, [&](Result&& answer) {
    if (places.empty()) return;  // more answers than queries: queries() throws in the end
    keep(places.front(), std::move(answer));
    places.pop_front();
  });
}

// Nobody takes what is not asked for any more, so a wait would have no end then.
void QueryBatch::keep(std::size_t place, Result&& answer) {
  std::unique_lock lock(mutex_);
  untaken_ += memory_of(answer);
  answers_[place] = std::move(answer);
  changed_.notify_all();
  changed_.wait(lock, [this] { return untaken_ <= most_untaken_bytes || wanted_now_ || ended_; });
}

void QueryBatch::fail() {
  const std::lock_guard lock(mutex_);
  if (error_ == nullptr) error_ = std::current_exception();
  waiting_.clear();
  ended_ = true;
  changed_.notify_all();
}

void QueryBatch::lead(Connection& connection) {
  try {
    for (Places places = leaders_places(); !places.empty(); places = leaders_places()) ask(connection, places);
  } catch (...) {
    fail();
  }
}

void QueryBatch::work(CatalogWorker& worker) {
  const auto next = [this] {
    const std::lock_guard lock(mutex_);
    return next_places();
  };
  Places places;
  try {
    for (places = next(); !places.empty(); places = next()) ask(worker.connection, places);
  } catch (const Error& error) {
    worker.usable = false;
    if (error.sqlstate() == sqlstate::lock_not_available) {
      const std::lock_guard lock(mutex_);
      if (!ended_) waiting_.insert(waiting_.begin(), places.begin(), places.end());
    } else {
      fail();
    }
  } catch (...) {
    worker.usable = false;
    fail();
  }
  const std::lock_guard lock(mutex_);
  --working_;
  changed_.notify_all();
}

}  // namespace pgdumpcore::pg
