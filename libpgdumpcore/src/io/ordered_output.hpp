// Ordered output from several threads: each fills a slot, and the slots' bytes arrive in the order they were opened.
#pragma once

#include <pgdumpcore/error.hpp>
#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

namespace pgdumpcore::io {

/// What a slot throws when another one of the same output has failed: a consequence, never the reason.
class OutputAborted final : public Error {
 public:
  OutputAborted() : Error(Fault::internal, "another part of the output has failed") {}
};

class Slot;

/// An output made of slots, which are sinks. The first slot that is not finished is the head: it writes straight
/// through, on its own thread. Those behind it hold their bytes in memory, `bound` bytes in all of them together, and
/// then wait until there is room or they are the head themselves. A slot that is finished while it still waits is
/// written by whoever finishes the one before it. There is no thread besides those that write.
///
/// The head never waits for other slots. So nothing deadlocks as long as whatever fills the slots takes them up in the
/// order in which they were opened.
///
/// Threads: open() and finish() are for one thread; each slot is a sink of its own, used by one thread at a time.
/// Errors: what `out` throws comes out of the slot at the head, or of the one that passes on to it. A slot that is
/// destroyed without finish() breaks the whole output: every other call, and every wait, throws OutputAborted. Waits
/// end with Error (cancelled) when `stop` is requested.
/// Lifetimes: `out` must outlive the slots; it is not finished by them. OrderedOutput may outlive this object.
class OrderedOutput {
 public:
  /// Called once, when a slot has become the head, before its first byte, by whichever thread makes it the head.
  /// What it writes to `out` stands before the slot's bytes.
  ///   position: how many bytes of the output are before it
  using OnTurn = std::function<void(Sink& out, std::uint64_t position)>;

  OrderedOutput(Sink& out, std::size_t bound, std::stop_token stop = {});
  OrderedOutput(const OrderedOutput&) = delete;
  OrderedOutput& operator=(const OrderedOutput&) = delete;
  ~OrderedOutput();

  [[nodiscard]] std::unique_ptr<Slot> open(OnTurn at_head = {});

  /// Proves that every slot was finished, and all bytes are in `out`.
  void finish();

 private:
  friend class Slot;
  class State;
  struct Held;
  std::shared_ptr<State> state_;
};

/// One slot of the output.
class Slot final : public Sink {
 public:
  ~Slot() override;

  void write(std::span<const std::byte> bytes) override;
  /// Passes on to the next slot, or leaves the bytes where they are until it is this one's turn.
  void finish() override;

  /// Returns when this slot is the head: from then on it waits for no other.
  void wait_for_turn();

 private:
  friend class OrderedOutput;
  Slot(std::shared_ptr<OrderedOutput::State> state, OrderedOutput::OnTurn at_head);

  std::shared_ptr<OrderedOutput::State> state_;
  std::uint64_t number_;
  std::unique_ptr<OrderedOutput::Held> held_;
  bool finished_ = false;
};

}  // namespace pgdumpcore::io
