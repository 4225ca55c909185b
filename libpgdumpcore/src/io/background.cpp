#include "io/background.hpp"

#include "io/block_buffer.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace pgdumpcore::io {

namespace {

using Block = std::vector<std::byte>;

constexpr std::size_t most_blocks = 8;

class BackgroundSink final : public Sink {
 public:
  explicit BackgroundSink(std::unique_ptr<Sink> next) : next_(std::move(next)), thread_([this] { work(); }) {}

  ~BackgroundSink() override {
    {
      const std::lock_guard lock(mutex_);
      abandoned_ = true;
    }
    changed_.notify_all();
  }

  void write(std::span<const std::byte> bytes) override {
    buffer_.add(bytes, [this](std::span<const std::byte> block) { hand_over(block); });
  }

  void finish() override {
    buffer_.flush([this](std::span<const std::byte> block) { hand_over(block); });
    {
      const std::lock_guard lock(mutex_);
      complete_ = true;
    }
    changed_.notify_all();
    thread_.join();
    if (error_ != nullptr) std::rethrow_exception(error_);
    next_->finish();
  }

 private:
  void hand_over(std::span<const std::byte> bytes) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() < most_blocks || error_ != nullptr; });
    if (error_ != nullptr) std::rethrow_exception(error_);
    Block block;
    if (!spare_.empty()) {
      block = std::move(spare_.back());
      spare_.pop_back();
    }
    block.assign(bytes.begin(), bytes.end());
    waiting_.push_back(std::move(block));
    lock.unlock();
    changed_.notify_all();
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return !waiting_.empty() || complete_ || abandoned_; });
      if (abandoned_ || waiting_.empty()) return;
      Block block = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      std::exception_ptr failure;
      try {
        next_->write(block);
      } catch (...) {
        failure = std::current_exception();
      }
      lock.lock();
      spare_.push_back(std::move(block));
      error_ = failure;
      changed_.notify_all();
      if (error_ != nullptr) return;
    }
  }

  std::unique_ptr<Sink> next_;
  BlockBuffer buffer_{};

  std::mutex mutex_{};  // guards what follows
  std::condition_variable changed_{};
  std::deque<Block> waiting_{};
  std::vector<Block> spare_{};
  std::exception_ptr error_{};
  bool complete_ = false;
  bool abandoned_ = false;

  std::jthread thread_;  // last, so that it ends before what it uses
};

}  // namespace

std::unique_ptr<Sink> in_background(std::unique_ptr<Sink> next) {
  return std::make_unique<BackgroundSink>(std::move(next));
}

}  // namespace pgdumpcore::io
