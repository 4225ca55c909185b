// Names of the files and directories of a backup set.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pgdumpcore::backups {

// A database's name as a file name: percent-encoded outside [A-Za-z0-9._-], never with a dot in front, and never the
// name that the globals have.
[[nodiscard]] std::string encode_name(std::string_view database);

// YYYYMMDDTHHMMSSZ, in UTC.
[[nodiscard]] std::string set_name(std::chrono::sys_seconds when);
// The name a set has until it is complete, and whether a name is such a one.
[[nodiscard]] std::string partial_name(std::string_view set);
[[nodiscard]] bool is_partial_name(std::string_view name);
// 2026-11-22T09:30:00Z, as the manifest has times.
[[nodiscard]] std::string timestamp(std::chrono::sys_seconds when);

}  // namespace pgdumpcore::backups
