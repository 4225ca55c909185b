// A call of the library, and the Python thread that waits for it.
#pragma once

#include <pybind11/pybind11.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>

namespace python_binding {

namespace py = pybind11;

/// Ends the library's work for a reason that only the Python side knows.
struct Ended {};

/// Python code runs on the thread that made the call and on no other: the library works on a thread of its own, and
/// hands over what is for callbacks and file objects. So the library's threads need no GIL, a callback finds the
/// caller's context, and signal handlers run while a call lasts: that is how Ctrl-C ends it. What Python code raises
/// stops the work, and is raised by the call when that has ended.
///
/// A piece of work that is handed over must hold no reference to a Python object, for any thread may destroy it.
class Call {
 public:
  using PythonWork = std::function<void()>;

  Call() = default;
  // If the GIL or a mutex cannot be had, nothing can go on.
  ~Call();  // NOLINT(bugprone-exception-escape)
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// Begins `work` on a thread of its own; `cancel` ends it, too.
  void start(std::function<void(const std::stop_token&)> work, const std::stop_token& cancel);

  // --- for the library's threads; each throws Ended if the call is over

  /// Returns when `work` was done.
  void ask(PythonWork work);
  /// Returns when few are waiting to be done; an error ends the call later.
  void give(PythonWork work);
  /// Takes the place of an earlier one with this key that is still waiting.
  void tell(const std::string& key, PythonWork work);

  // --- for the Python thread

  /// Does what waits to be done, and looks for signals. False when the call has ended.
  bool serve();
  /// Serves until the call has ended, and throws what it ended with.
  void finish();
  /// Ends the call and waits for that; what it ended with is forgotten.
  void close();

 private:
  struct Item {
    PythonWork work;
    std::string key{};
    bool done = false;
  };

  std::unique_lock<std::mutex> lock_if_going_on();
  void enqueue(std::shared_ptr<Item> item);
  void run(Item& item);
  void fail(std::exception_ptr why);
  void stop();
  void join();

  std::stop_source source_{};
  std::optional<std::stop_callback<std::function<void()>>> cancelled_{};
  std::thread thread_{};
  std::exception_ptr thrown_{};  // By the library; read after the thread has ended.
  std::exception_ptr raised_{};  // By Python code; used with the GIL held.

  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::deque<std::shared_ptr<Item>> items_{};
  bool over_ = false;   // Nothing is handed over any more.
  bool ended_ = false;  // The thread has done all it will.
};

/// Runs `work(stop)` as a call and returns what it returns.
template <typename Work>
auto run(Call& call, const std::stop_token& cancel, Work&& work) {
  using Result = decltype(work(std::stop_token()));
  if constexpr (std::is_void_v<Result>) {
    call.start([&](const std::stop_token& stop) { work(stop); }, cancel);
    call.finish();
  } else {
    std::optional<Result> result;
    call.start([&](const std::stop_token& stop) { result.emplace(work(stop)); }, cancel);
    call.finish();
    return std::move(*result);
  }
}

/// What a program ends calls with.
class CancelToken {
 public:
  void cancel();
  [[nodiscard]] bool cancelled() const { return source_.stop_requested(); }
  [[nodiscard]] std::stop_token stop_token() const { return source_.get_token(); }

 private:
  std::stop_source source_{};
};

/// None is never cancelled.
[[nodiscard]] std::stop_token stop_token_of(const CancelToken* token);

}  // namespace python_binding
