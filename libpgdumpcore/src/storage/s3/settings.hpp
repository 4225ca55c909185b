// Where a bucket is and how it is spoken to, from its address and the settings that AWS's tools share.
#pragma once

#include "storage/s3/profile.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace pgdumpcore::storage::s3 {

struct Settings {
  std::string bucket{};
  std::string prefix{};    // of all keys; empty, or with a '/' at its end
  std::string endpoint{};  // SCHEME://HOST[:PORT]; empty: AWS's own of the region
  std::string region{};
  std::string ca_bundle{};
  bool has_path_style = false;  // the bucket is in the path, and not in the host's name

  std::size_t first_part_size = std::size_t{8} << 20;
  std::size_t buffer_memory = std::size_t{64} << 20;  // of uploads, and half as much of reads
  std::size_t read_block = std::size_t{4} << 20;      // the largest one
  std::chrono::milliseconds retried_for{120'000};     // a request that fails, before it is given up
  std::chrono::milliseconds cleanup_retried_for{15'000};
  std::chrono::seconds stall_timeout{60};
  std::chrono::milliseconds heartbeat{10'000};    // how often a lock is renewed
  std::chrono::milliseconds stale_after{60'000};  // how long a lock may stay as it is before its owner counts as gone
};

// Of s3://BUCKET/PREFIX, without "s3://". AWS_REGION, AWS_DEFAULT_REGION and the profile's region name the region
// (us-east-1 if none does: the bucket then says where it is); AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL and the profile's
// endpoint_url another endpoint than AWS's; AWS_CA_BUNDLE and the profile's ca_bundle a file of certificates.
//
// The bucket is in the path at any endpoint but AWS's own, or if its name has a dot, which no certificate covers; the
// profile's s3 addressing_style (path or virtual) decides otherwise.
//
// Throws Error (usage) if there is no bucket, or the endpoint is no address.
[[nodiscard]] Settings read_settings(const std::string& place, const Environment& environment);

// SCHEME://HOST[:PORT] of requests, and the path before the key, for a region.
struct BucketAddress {
  std::string scheme{};
  std::string host{};  // with the port, if it is not the scheme's own
  std::string path{};  // "/" or "/BUCKET/"
};
[[nodiscard]] BucketAddress address_of(const Settings& settings, const std::string& region);

}  // namespace pgdumpcore::storage::s3
