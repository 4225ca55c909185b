// How much was written, to one sink or to several.
#pragma once

#include <pgdumpcore/sink.hpp>

#include <atomic>
#include <cstdint>
#include <memory>

namespace pgdumpcore::io {

/// Bytes; added to by any number of threads.
using ByteCount = std::atomic<std::uint64_t>;

/// Passes everything on to `next`, and adds to `count`, which must outlive it, what `next` has taken. It is rewritable
/// (rewritable.hpp) if `next` is; what is rewritten does not count again.
[[nodiscard]] std::unique_ptr<Sink> counted(std::unique_ptr<Sink> next, ByteCount& count);

}  // namespace pgdumpcore::io
