#include "io/ordered_output.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace pgdumpcore::io {

namespace {

using Block = std::vector<std::byte>;

// Blocks of a few pages, so that what is held neither grows by copying nor is reserved in vain.
constexpr std::size_t block_capacity = std::size_t{256} * 1024;

}  // namespace

// What a slot holds until it is the head.
struct OrderedOutput::Held {
  OnTurn at_head{};
  std::vector<Block> blocks{};
  std::size_t size = 0;

  void add(std::span<const std::byte> bytes) {
    if (blocks.empty() || blocks.back().size() + bytes.size() > blocks.back().capacity()) {
      blocks.emplace_back();
      // The first block grows as it likes: most slots of small tables are small.
      if (blocks.size() > 1) blocks.back().reserve(std::max(block_capacity, bytes.size()));
    }
    blocks.back().insert(blocks.back().end(), bytes.begin(), bytes.end());
    size += bytes.size();
  }
};

class OrderedOutput::State {
 public:
  State(Sink& out, std::size_t bound, std::stop_token stop) : out_(out), bound_(bound), stop_(std::move(stop)) {}

  std::uint64_t open() {
    const std::lock_guard lock(mutex_);
    check();
    return opened_++;
  }

  // Whether the slot may write straight through. If it may not, `bytes` bytes are set aside for it in memory.
  bool reserve(std::uint64_t slot, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    wait(lock, [&] { return slot == head_ || held_ + bytes <= bound_; });
    if (slot == head_) return true;
    held_ += bytes;
    return false;
  }

  void wait_for_turn(std::uint64_t slot) {
    std::unique_lock lock(mutex_);
    wait(lock, [&] { return slot == head_; });
  }

  // Writes what the head has held. Only the thread that has the head in its hands may call this, and write().
  void flush(Held& held) {
    if (held.at_head) std::exchange(held.at_head, {})(counted_, position_);
    if (held.blocks.empty()) return;
    for (const Block& block : held.blocks) write(block);
    held.blocks.clear();
    const std::lock_guard lock(mutex_);
    held_ -= std::exchange(held.size, 0);
    changed_.notify_all();
  }

  void write(std::span<const std::byte> bytes) { counted_.write(bytes); }

  void end(std::uint64_t slot, Held& held) {
    std::unique_lock lock(mutex_);
    check();
    if (slot != head_) {
      waiting_.emplace(slot, std::move(held));
      return;
    }
    lock.unlock();
    flush(held);
    lock.lock();
    pass_on(lock);
  }

  void fail() {
    const std::lock_guard lock(mutex_);
    broken_ = true;
    waiting_.clear();
    changed_.notify_all();
  }

  void finish() {
    const std::lock_guard lock(mutex_);
    check();
    if (head_ != opened_) throw Error(Fault::internal, "a slot of the output was not finished");
  }

 private:
  // Counts what the slots and their OnTurn functions write.
  class Counted final : public Sink {
   public:
    explicit Counted(State& state) : state_(state) {}
    void write(std::span<const std::byte> bytes) override {
      state_.out_.write(bytes);
      state_.position_ += bytes.size();
    }
    void finish() override {}

   private:
    State& state_;
  };

  void check() const {
    if (broken_) throw OutputAborted();
  }

  template <class Condition>
  void wait(std::unique_lock<std::mutex>& lock, const Condition& condition) {
    if (!changed_.wait(lock, stop_, [&] { return broken_ || condition(); }))
      throw Error(Fault::cancelled, "cancelled on request");
    check();
  }

  // Makes the next slot the head, and writes all those that have finished already.
  void pass_on(std::unique_lock<std::mutex>& lock) {
    for (;;) {
      ++head_;
      const auto next = waiting_.find(head_);
      if (next == waiting_.end()) break;
      Held held = std::move(next->second);
      waiting_.erase(next);
      lock.unlock();
      flush(held);
      lock.lock();
    }
    changed_.notify_all();
  }

  Sink& out_;
  const std::size_t bound_;
  const std::stop_token stop_;
  Counted counted_{*this};
  std::uint64_t position_ = 0;  // belongs to the head, as out_ does

  std::mutex mutex_{};  // guards the rest
  std::condition_variable_any changed_{};
  std::uint64_t head_ = 0;
  std::uint64_t opened_ = 0;
  std::size_t held_ = 0;
  bool broken_ = false;
  std::map<std::uint64_t, Held> waiting_{};  // finished, but not the head yet
};

Slot::Slot(std::shared_ptr<OrderedOutput::State> state, OrderedOutput::OnTurn at_head)
    : state_(std::move(state)), number_(state_->open()), held_(std::make_unique<OrderedOutput::Held>()) {
  held_->at_head = std::move(at_head);
}

Slot::~Slot() {
  if (!finished_) state_->fail();
}

void Slot::write(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  if (state_->reserve(number_, bytes.size())) {
    state_->flush(*held_);
    state_->write(bytes);
  } else {
    held_->add(bytes);
  }
}

void Slot::finish() {
  state_->end(number_, *held_);
  finished_ = true;
}

void Slot::wait_for_turn() {
  state_->wait_for_turn(number_);
}

OrderedOutput::OrderedOutput(Sink& out, std::size_t bound, std::stop_token stop)
    : state_(std::make_shared<State>(out, bound, std::move(stop))) {}

OrderedOutput::~OrderedOutput() = default;

std::unique_ptr<Slot> OrderedOutput::open(OnTurn at_head) {
  return std::unique_ptr<Slot>(new Slot(state_, std::move(at_head)));
}

void OrderedOutput::finish() {
  state_->finish();
}

}  // namespace pgdumpcore::io
