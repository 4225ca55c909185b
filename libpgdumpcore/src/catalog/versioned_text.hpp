// Version gates: the parts of a catalog query that differ between servers, as data.
#pragma once

#include "pg/server_version.hpp"

#include <span>
#include <string>
#include <string_view>

namespace pgdumpcore::catalog {

// `${name}` in a query becomes `newer` on servers of major `since` and later, `older` before.
struct VersionedText {
  std::string_view name;
  int since;
  std::string_view newer;
  std::string_view older;
};

// Fills every ${name}. A name without a gate is an internal error.
// The texts put in may hold ${…} of gates that come later in the list.
[[nodiscard]] std::string gated(std::string_view query, std::span<const VersionedText> gates,
                                const pg::ServerVersion& server);

}  // namespace pgdumpcore::catalog
