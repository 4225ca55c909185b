// Contents of large objects.
#pragma once

#include "pg/connection.hpp"
#include "stream/counts.hpp"

#include <cstdint>
#include <functional>
#include <span>

namespace pgdumpcore::stream {

// What to do with each large object.
struct LargeObjectReceiver {
  std::function<void(std::uint32_t oid)> open{};
  std::function<void(std::span<const std::byte>)> write{};
  std::function<void()> close{};
};

// Reads the objects in the given order, many small ones with one query, large ones piece by piece.
Counts read_large_objects(pg::Connection& connection, std::span<const std::uint32_t> oids,
                          const LargeObjectReceiver& receiver, const OnProgress& on_progress);

}  // namespace pgdumpcore::stream
