#include "stream/connection_pool.hpp"

#include <chrono>
#include <utility>

namespace pgdumpcore::stream {

namespace {

using namespace std::chrono_literals;

constexpr auto wait_slice = 200ms;

pg::Connection open(const ConnectOptions& connect, const pg::SessionSettings& settings, const std::stop_token& stop) {
  pg::Connection connection = pg::Connection::open(connect, stop);
  pg::prepare_session(connection, settings);
  return connection;
}

}  // namespace

ConnectionPool::ConnectionPool(const ConnectOptions& connect, const pg::SessionSettings& settings,
                               const LogCallback& log)
    : connect_(connect), settings_(settings), log_(log) {}

// A login that hangs must not outlive its purpose: the futures wait for their threads.
ConnectionPool::~ConnectionPool() {
  stop_.request_stop();
}

std::future<pg::Connection> ConnectionPool::begin_one() const {
  return std::async(std::launch::async, open, std::cref(connect_), std::cref(settings_), stop_.get_token());
}

void ConnectionPool::call(int count) {
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < count; ++i) coming_.push_back(begin_one());
}

std::future<pg::Connection> ConnectionPool::next() {
  const std::lock_guard lock(mutex_);
  if (coming_.empty()) return begin_one();
  std::future<pg::Connection> first = std::move(coming_.front());
  coming_.pop_front();
  return first;
}

void ConnectionPool::release(pg::Connection connection) {
  std::promise<pg::Connection> there;
  there.set_value(std::move(connection));
  const std::lock_guard lock(mutex_);
  coming_.push_front(there.get_future());
}

pg::Connection ConnectionPool::take(const std::stop_token& stop) {
  std::future<pg::Connection> coming = next();
  while (coming.wait_for(wait_slice) != std::future_status::ready) {
    if (!stop.stop_requested()) continue;
    stop_.request_stop();
    throw Error(Fault::cancelled, "cancelled while connecting");
  }
  pg::Connection connection = coming.get();
  connection.set_stop_token(stop);
  return connection;
}

std::optional<pg::Connection> ConnectionPool::take_another(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  ++asking_;
  lock.unlock();
  const auto asked = [&](int taken) {
    if (!lock.owns_lock()) lock.lock();
    --asking_;
    taken_ += taken;
    changed_.notify_all();
  };
  try {
    pg::Connection connection = take(stop);
    asked(1);
    return connection;
  } catch (const Error& error) {
    asked(0);
    if (error.fault() != Fault::connection) throw;
    // Others that are still asking may get one.
    changed_.wait(lock, [this] { return taken_ > 0 || asking_ == 0; });
    if (log_ && !std::exchange(logged_, true))
      log_(LogLevel::warning, error.within("there are fewer connections than jobs").what(),
           "The dump goes on with those there are. Lower -j, or raise max_connections.");
    return std::nullopt;
  } catch (...) {
    asked(0);
    throw;
  }
}

bool ConnectionPool::has_none() {
  const std::lock_guard lock(mutex_);
  return taken_ == 0;
}

}  // namespace pgdumpcore::stream
