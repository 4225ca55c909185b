// Sinks whose earlier bytes can still be changed: files, and not pipes.
#pragma once

#include <pgdumpcore/sink.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace pgdumpcore::io {

/// What a sink is, besides, if it may turn out to be rewritable.
class Rewritable {
 public:
  Rewritable() = default;
  Rewritable(const Rewritable&) = delete;
  Rewritable& operator=(const Rewritable&) = delete;
  virtual ~Rewritable() = default;

  [[nodiscard]] virtual bool can_rewrite() const noexcept = 0;

  /// Puts `bytes` where others stand that were written before, `offset` bytes after the sink's first one. Only if
  /// can_rewrite(), and before finish(). Throws Error (io).
  virtual void rewrite(std::uint64_t offset, std::span<const std::byte> bytes) = 0;

  /// Called before the first byte is written, and when everything was written that may be rewritten: nothing else will
  /// be. For sinks that cannot change what they have handed on, and keep it until finish().
  virtual void begin_front() {}
  virtual void end_front() {}
};

/// The sink as one that can be rewritten, or nullptr where it cannot.
[[nodiscard]] Rewritable* rewritable(Sink& sink) noexcept;

}  // namespace pgdumpcore::io
