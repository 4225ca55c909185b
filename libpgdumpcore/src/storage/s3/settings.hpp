// Where a bucket is and how it is spoken to, from its address and the settings that AWS's tools share.
#pragma once

#include "storage/environment.hpp"
#include "storage/objects/settings.hpp"

#include <string>

namespace pgdumpcore::storage::s3 {

struct Settings {
  std::string bucket{};
  std::string endpoint{};  // SCHEME://HOST[:PORT]; empty: AWS's own of the region
  std::string region{};
  bool has_path_style = false;  // the bucket is in the path, and not in the host's name
  ObjectSettings objects{};
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
