// Ordered output from several threads: each fills a lane, and the lanes' bytes arrive in the order they were opened.
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

/// What a lane throws when another one of the same output has failed: a consequence, never the reason.
class LanesBroken final : public Error {
 public:
  LanesBroken() : Error(Fault::internal, "another part of the output has failed") {}
};

class Lane;

/// An output made of lanes, which are sinks. The first lane that is not finished is the head: it writes straight
/// through, on its own thread. Those behind it hold their bytes in memory, `bound` bytes in all of them together, and
/// then wait until there is room or they are the head themselves. A lane that is finished while it still waits is
/// written by whoever finishes the one before it. There is no thread besides those that write.
///
/// The head never waits for other lanes. So nothing deadlocks as long as whatever fills the lanes takes them up in the
/// order in which they were opened.
///
/// Threads: open() and finish() are for one thread; each lane is a sink of its own, used by one thread at a time.
/// Errors: what `out` throws comes out of the lane at the head, or of the one that passes on to it. A lane that is
/// destroyed without finish() breaks the whole output: every other call, and every wait, throws LanesBroken. Waits
/// end with Error (cancelled) when `stop` is requested.
/// Lifetimes: `out` must outlive the lanes; it is not finished by them. Lanes may outlive this object.
class Lanes {
 public:
  /// Called once, when a lane has become the head, before its first byte, by whichever thread makes it the head.
  /// What it writes to `out` stands before the lane's bytes.
  ///   position: how many bytes of the output are before it
  using AtHead = std::function<void(Sink& out, std::uint64_t position)>;

  Lanes(Sink& out, std::size_t bound, std::stop_token stop = {});
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;
  ~Lanes();

  [[nodiscard]] std::unique_ptr<Lane> open(AtHead at_head = {});

  /// Proves that every lane was finished, and all bytes are in `out`.
  void finish();

 private:
  friend class Lane;
  class State;
  struct Held;
  std::shared_ptr<State> state_;
};

/// One slot of the output.
class Lane final : public Sink {
 public:
  ~Lane() override;

  void write(std::span<const std::byte> bytes) override;
  /// Passes on to the next lane, or leaves the bytes where they are until it is this one's turn.
  void finish() override;

  /// Returns when this lane is the head: from then on it waits for no other.
  void await_head();

 private:
  friend class Lanes;
  Lane(std::shared_ptr<Lanes::State> state, Lanes::AtHead at_head);

  std::shared_ptr<Lanes::State> state_;
  std::uint64_t number_;
  std::unique_ptr<Lanes::Held> held_;
  bool finished_ = false;
};

}  // namespace pgdumpcore::io
