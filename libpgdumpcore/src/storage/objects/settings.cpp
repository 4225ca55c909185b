#include "storage/objects/settings.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

namespace pgdumpcore::storage {

PlaceName split_place(std::string_view place) {
  PlaceName found{.name = std::string(place.substr(0, place.find('/')))};
  if (place.size() > found.name.size()) found.prefix = place.substr(found.name.size() + 1);
  while (found.prefix.ends_with('/')) found.prefix.pop_back();
  if (!found.prefix.empty()) found.prefix += '/';
  return found;
}

std::string checked_endpoint(std::string endpoint, EndpointPath path, const char* hint) {
  while (endpoint.ends_with('/')) endpoint.pop_back();
  const bool is_http = endpoint.starts_with("https://") || endpoint.starts_with("http://");
  const std::string rest = is_http ? endpoint.substr(endpoint.find("://") + 3) : std::string();
  const char* const foreign = path == EndpointPath::allowed ? "?#@ \t\r\n" : "/?#@ \t\r\n";
  if (rest.empty() || rest.starts_with('/') || rest.find_first_of(foreign) != std::string::npos)
    // A signature or a password may follow one of these.
    throw Error(Fault::usage, fmt::format("endpoint \"{}\" is no address such as https://host.example.org",
                                          endpoint.find_first_of("?@") == std::string::npos ? endpoint : "..."))
        .hint(hint);
  return endpoint;
}

}  // namespace pgdumpcore::storage
