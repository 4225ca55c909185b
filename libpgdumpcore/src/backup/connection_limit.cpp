#include "backup/connection_limit.hpp"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <exception>
#include <limits>
#include <mutex>
#include <numeric>
#include <thread>
#include <vector>

namespace pgdumpcore::backups {

namespace {

class Schedule {
 public:
  Schedule(std::span<const std::uint64_t> sizes, int connection_limit, int most)
      : sizes_(sizes),
        budget_(std::max(connection_limit, 1)),
        most_(most > 0 ? most : std::numeric_limits<int>::max()),
        free_(budget_),
        order_(sizes.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, std::greater{}, [&](std::size_t job) { return sizes_[job]; });
    for (const std::uint64_t size : sizes) total_ += static_cast<double>(size);
  }

  void run(const std::function<void(std::size_t, int)>& work, const std::function<void()>& failed) {
    std::vector<std::jthread> threads;
    for (std::size_t next = 0; next < order_.size(); ++next) {
      std::unique_lock lock(mutex_);
      freed_.wait(lock, [&] { return free_ > 0 || error_; });
      if (error_) break;
      const int connections = share(order_[next], order_.size() - next);
      free_ -= connections;
      threads.emplace_back(
          [this, &work, &failed, job = order_[next], connections] { run_one(work, failed, job, connections); });
    }
    threads.clear();  // waits for them
    if (error_) std::rethrow_exception(error_);
  }

 private:
  [[nodiscard]] int share(std::size_t job, std::size_t left) const {
    const double part = total_ > 0 ? static_cast<double>(sizes_[job]) / total_ : 0;
    const int fair = static_cast<int>(std::lround(part * budget_));
    const int spare = static_cast<int>(static_cast<std::size_t>(free_) / left);
    return std::clamp(std::max(fair, spare), 1, std::min(free_, most_));
  }

  void run_one(const std::function<void(std::size_t, int)>& work, const std::function<void()>& failed, std::size_t job,
               int connections) {
    std::exception_ptr problem;
    try {
      work(job, connections);
    } catch (...) {
      problem = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    if (problem && !error_) {
      error_ = problem;
      failed();
    }
    free_ += connections;
    freed_.notify_one();
  }

  std::span<const std::uint64_t> sizes_;
  int budget_;
  int most_;
  int free_;
  std::vector<std::size_t> order_;
  double total_ = 0;
  std::mutex mutex_{};
  std::condition_variable freed_{};
  std::exception_ptr error_{};
};

}  // namespace

void run_with_connection_limit(std::span<const std::uint64_t> sizes, int connection_limit, int most,
                               const std::function<void(std::size_t job, int connections)>& work,
                               const std::function<void()>& failed) {
  Schedule(sizes, connection_limit, most).run(work, failed);
}

}  // namespace pgdumpcore::backups
