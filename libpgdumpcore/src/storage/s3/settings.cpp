#include "storage/s3/settings.hpp"

#include "storage/s3/profile.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::storage::s3 {

namespace {

bool is_bucket_name(const std::string& name) {
  return name.size() >= 3 && name.size() <= 255 && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_';
         });
}

}  // namespace

Settings read_settings(const std::string& place, const Environment& environment) {
  const Profile profile = read_profile(environment);
  PlaceName named = split_place(place);
  Settings settings{.bucket = std::move(named.name), .objects = {.prefix = std::move(named.prefix)}};
  if (!is_bucket_name(settings.bucket))
    throw Error(Fault::usage, fmt::format("\"s3://{}\" names no bucket", place))
        .hint("A bucket is given as s3://BUCKET or s3://BUCKET/PREFIX.");
  settings.region =
      first_of({environment("AWS_REGION"), environment("AWS_DEFAULT_REGION"), profile.get("region"), "us-east-1"});
  settings.endpoint =
      first_of({environment("AWS_ENDPOINT_URL_S3"), environment("AWS_ENDPOINT_URL"), profile.get("endpoint_url")});
  if (!settings.endpoint.empty())
    settings.endpoint =
        checked_endpoint(settings.endpoint, EndpointPath::none,
                         "AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names it. The bucket is no part of it.");
  settings.objects.ca_bundle = first_of({environment("AWS_CA_BUNDLE"), profile.get("ca_bundle")});
  const std::string style = profile.get("s3.addressing_style");
  settings.has_path_style =
      style == "path" ||
      (style != "virtual" && (!settings.endpoint.empty() || settings.bucket.find('.') != std::string::npos));
  return settings;
}

BucketAddress address_of(const Settings& settings, const std::string& region) {
  std::string endpoint = settings.endpoint;
  if (endpoint.empty())
    endpoint = fmt::format("https://s3.{}.amazonaws.com{}", region, region.starts_with("cn-") ? ".cn" : "");
  const std::size_t host = endpoint.find("://") + 3;
  BucketAddress address{.scheme = endpoint.substr(0, host), .host = endpoint.substr(host), .path = "/"};
  // It would not be sent, and is signed.
  const std::string own_port = address.scheme == "https://" ? ":443" : ":80";
  if (address.host.ends_with(own_port)) address.host.resize(address.host.size() - own_port.size());
  if (settings.has_path_style)
    address.path += settings.bucket + "/";
  else
    address.host = settings.bucket + "." + address.host;
  return address;
}

}  // namespace pgdumpcore::storage::s3
