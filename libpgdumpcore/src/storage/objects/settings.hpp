// How the objects of a place are read and written, whatever kind of store it is in.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace pgdumpcore::storage {

struct ObjectSettings {
  std::string prefix{};     // of all keys; empty, or with a '/' at its end
  std::string ca_bundle{};  // a file of certificates in place of the system's

  std::size_t first_part_size = std::size_t{8} << 20;
  std::size_t buffer_memory = std::size_t{64} << 20;  // of uploads, and half as much of reads
  std::size_t read_block = std::size_t{4} << 20;      // the largest one
  std::chrono::milliseconds retried_for{120'000};     // a request that fails, before it is given up
  std::chrono::milliseconds cleanup_retried_for{15'000};
  std::chrono::seconds stall_timeout{60};
  std::chrono::milliseconds heartbeat{10'000};    // how often a lock is renewed
  std::chrono::milliseconds stale_after{60'000};  // how long a lock may stay as it is before its owner counts as gone

  // What the store takes.
  int most_parts = 10'000;
  std::size_t largest_part = std::size_t{5} << 30U;
};

// Of an address SCHEME://NAME/PREFIX, without its scheme.
struct PlaceName {
  std::string name{};
  std::string prefix{};  // empty, or with a '/' at its end
};
[[nodiscard]] PlaceName split_place(std::string_view place);

// Without '/' at its end. Throws Error (usage) if it is no SCHEME://HOST[:PORT] of http or https, followed by a path
// only if it may have one.
//   hint: what names it
enum class EndpointPath { none, allowed };
[[nodiscard]] std::string checked_endpoint(std::string endpoint, EndpointPath path, const char* hint);

}  // namespace pgdumpcore::storage
