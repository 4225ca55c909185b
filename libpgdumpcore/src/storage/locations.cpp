#include "storage/locations.hpp"

#include "storage/azure/client.hpp"
#include "storage/local_store.hpp"
#include "storage/objects/object_store.hpp"
#include "storage/s3/client.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace pgdumpcore::storage {

namespace {

struct Scheme {
  std::string_view name;
  std::shared_ptr<Store> (*open)(const std::string& rest, Sync sync);
};

template <typename Client, typename Settings>
std::shared_ptr<Store> in_object_store(const std::string& place,
                                       Settings (*read_settings)(const std::string&, const Environment&)) {
  const Environment environment = process_environment();
  return object_store(std::make_shared<Client>(read_settings(place, environment), environment));
}

// A kind of place is one file or directory in this room, and a line here.
constexpr std::array schemes = {
    Scheme{"file", [](const std::string& rest, Sync sync) { return local_store(rest, sync); }},
    Scheme{"s3",
           [](const std::string& rest, Sync /*sync*/) { return in_object_store<s3::Client>(rest, s3::read_settings); }},
    Scheme{"azure", [](const std::string& rest,
                       Sync /*sync*/) { return in_object_store<azure::Client>(rest, azure::read_settings); }},
};

// The scheme of an address SCHEME://REST, as RFC 3986 has it; empty: it is a path.
std::string_view scheme_of(std::string_view location) {
  const std::size_t end = location.find("://");
  if (end == std::string_view::npos || end == 0) return {};
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  };
  const std::string_view scheme = location.substr(0, end);
  return std::ranges::all_of(scheme, is_allowed) ? scheme : std::string_view();
}

}  // namespace

bool is_address(std::string_view location) {
  return !scheme_of(location).empty();
}

std::shared_ptr<Store> open_store(const std::string& location, Sync sync) {
  const std::string_view scheme = scheme_of(location);
  if (scheme.empty()) return local_store(location, sync);
  const auto* const known = std::ranges::find(schemes, scheme, &Scheme::name);
  if (known != schemes.end()) return known->open(location.substr(scheme.size() + 3), sync);
  throw Error(Fault::usage,
              fmt::format("location \"{}\" is of a kind that pgdump does not know: {}://", location, scheme))
      .hint("Name a directory; one whose name looks like an address can be given as ./NAME.");
}

}  // namespace pgdumpcore::storage
