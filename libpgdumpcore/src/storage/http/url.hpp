// The parts of a request that are encoded: headers, and what stands in its URL.
//
// Pure functions: what is signed is made by the same ones as what is sent, so that the two cannot differ.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pgdumpcore::storage {

// By name in lower case, which is also the order that signatures ask for.
using Headers = std::map<std::string, std::string>;
// Of a query, in any order, not yet encoded. A parameter without a value has an empty one.
using Parameters = std::vector<std::pair<std::string, std::string>>;

enum class Slash { kept, encoded };

// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX, in upper case.
[[nodiscard]] std::string percent_encode(std::string_view text, Slash slash = Slash::encoded);
// A '+' becomes a blank. What is no %XX stays.
[[nodiscard]] std::string percent_decode(std::string_view text);
// Encoded and sorted.
[[nodiscard]] std::string encode_query(const Parameters& parameters);

// Of SCHEME://HOST[:PORT][/PATH], without the port; an address of IPv6 with its brackets. Empty: it is no such URL.
[[nodiscard]] std::string_view host_of_url(std::string_view url);

}  // namespace pgdumpcore::storage
