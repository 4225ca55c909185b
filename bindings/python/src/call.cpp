#include "call.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>

namespace python_binding {
namespace {

// Pieces of work that wait for the Python thread before a library's thread does.
constexpr std::size_t most_waiting = 4;
// A signal that another thread received is noticed after this time.
constexpr std::chrono::milliseconds between_signals{50};

/// Signals are for the program's own threads; one that starts meanwhile has them blocked.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    ::sigset_t all;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  ::sigset_t before_{};
};

}  // namespace

Call::~Call() {  // NOLINT(bugprone-exception-escape)
  close();
}

void Call::start(std::function<void(const std::stop_token&)> work, const std::stop_token& cancel) {
  cancelled_.emplace(cancel, [this] { source_.request_stop(); });
  const SignalsBlocked blocked;
  thread_ = std::thread([this, work = std::move(work)]() mutable {
    try {
      work(source_.get_token());
    } catch (...) {
      thrown_ = std::current_exception();
    }
    work = nullptr;
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  });
}

// --- the library's threads

std::unique_lock<std::mutex> Call::lock_if_going_on() {
  std::unique_lock lock(mutex_);
  if (over_) throw Ended();
  return lock;
}

void Call::enqueue(std::shared_ptr<Item> item) {
  items_.push_back(std::move(item));
  changed_.notify_all();
}

void Call::ask(PythonWork work) {
  const auto item = std::make_shared<Item>(Item{.work = std::move(work)});
  std::unique_lock lock = lock_if_going_on();
  enqueue(item);
  changed_.wait(lock, [&] { return item->done || over_; });
  if (over_) throw Ended();
}

void Call::give(PythonWork work) {
  std::unique_lock lock = lock_if_going_on();
  changed_.wait(lock, [&] { return items_.size() < most_waiting || over_; });
  if (over_) throw Ended();
  enqueue(std::make_shared<Item>(Item{.work = std::move(work)}));
}

void Call::tell(const std::string& key, PythonWork work) {
  const std::unique_lock lock = lock_if_going_on();
  const auto earlier =
      std::find_if(items_.begin(), items_.end(), [&](const std::shared_ptr<Item>& item) { return item->key == key; });
  if (earlier != items_.end()) {
    (*earlier)->work = std::move(work);
  } else {
    enqueue(std::make_shared<Item>(Item{.work = std::move(work), .key = key}));
  }
}

// --- the Python thread

bool Call::serve() {
  std::shared_ptr<Item> item;
  bool ended = false;
  {
    const py::gil_scoped_release released;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, between_signals, [&] { return !items_.empty() || ended_; });
    if (!items_.empty()) {
      item = std::move(items_.front());
      items_.pop_front();
      changed_.notify_all();
    } else {
      ended = ended_;
    }
  }
  // The work may be complete by now; the signal's exception must not be lost all the same.
  if (PyErr_CheckSignals() != 0) fail(std::make_exception_ptr(py::error_already_set()));
  if (item) run(*item);
  return !ended;
}

void Call::run(Item& item) {
  if (!raised_) {
    try {
      item.work();
    } catch (...) {
      fail(std::current_exception());
    }
  }
  const std::lock_guard lock(mutex_);
  item.done = true;
  changed_.notify_all();
}

void Call::fail(std::exception_ptr why) {
  if (!raised_) raised_ = std::move(why);
  stop();
}

// Requesting it cancels queries, which takes a round trip.
void Call::stop() {
  const py::gil_scoped_release released;
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    items_.clear();
    changed_.notify_all();
  }
  source_.request_stop();
}

void Call::join() {
  const py::gil_scoped_release released;
  if (thread_.joinable()) thread_.join();
  cancelled_.reset();
}

void Call::finish() {
  while (serve()) continue;
  join();
  if (const std::exception_ptr raised = std::exchange(raised_, nullptr)) std::rethrow_exception(raised);
  if (const std::exception_ptr thrown = std::exchange(thrown_, nullptr)) std::rethrow_exception(thrown);
}

void Call::close() {
  if (thread_.joinable()) stop();
  join();
  raised_ = thrown_ = nullptr;
}

// --- tokens

void CancelToken::cancel() {
  const py::gil_scoped_release released;
  source_.request_stop();
}

std::stop_token stop_token_of(const CancelToken* token) {
  return token == nullptr ? std::stop_token() : token->stop_token();
}

}  // namespace python_binding
