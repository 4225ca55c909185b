// What a location that a user names leads to: a path, or an address such as s3://bucket/prefix.
#pragma once

#include "storage/store.hpp"

#include <pgdumpcore/sink.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace pgdumpcore::storage {

// Whether a location is an address SCHEME://REST, and no path.
[[nodiscard]] bool is_address(std::string_view location);

// Throws Error (usage) on an address of a kind that is not known: it is not taken for the name of a directory. What is
// there is not looked at yet.
//   sync: of a path
[[nodiscard]] std::shared_ptr<Store> open_store(const std::string& location, Sync sync = Sync::files);

}  // namespace pgdumpcore::storage
