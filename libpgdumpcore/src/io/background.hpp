// A sink that works on a thread of its own, so that reading and compressing go on at the same time.
#pragma once

#include <pgdumpcore/sink.hpp>

#include <memory>

namespace pgdumpcore::io {

/// Writes to `next` on another thread, at most 1 MB behind. What `next` throws comes out of a later write(), or of
/// finish(), which finishes `next` on the calling thread when everything was written. Destruction waits for a write
/// that is under way.
[[nodiscard]] std::unique_ptr<Sink> in_background(std::unique_ptr<Sink> next);

}  // namespace pgdumpcore::io
