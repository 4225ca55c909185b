// What a data job has moved, and how it tells.
#pragma once

#include <cstdint>
#include <functional>

namespace pgdumpcore::stream {

struct Counts {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;  // text of the rows, before compression
};

// Told now and then how far a job is (its own counts so far).
using OnProgress = std::function<void(const Counts&)>;

}  // namespace pgdumpcore::stream
