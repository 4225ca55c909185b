// Names of the files and directories of a backup set.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::sets {

// Databases' names as file names, in their order: percent-encoded outside [A-Za-z0-9._-], never with a dot in front,
// never the name that the globals have. No two are equal where case does not count: of such names all but one have
// their capital letters encoded too.
[[nodiscard]] std::vector<std::string> encode_names(const std::vector<std::string>& databases);

// YYYYMMDDTHHMMSSZ, in UTC.
[[nodiscard]] std::string set_name(std::chrono::sys_seconds when);
// The time that such a name tells; nullopt: it is no set's name.
[[nodiscard]] std::optional<std::chrono::sys_seconds> set_time(std::string_view name);
// 2026-11-22T09:30:00Z, as the manifest has times, and back; nullopt: it is no such text.
[[nodiscard]] std::string timestamp(std::chrono::sys_seconds when);
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text);

}  // namespace pgdumpcore::sets
