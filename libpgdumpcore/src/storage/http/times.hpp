// Times as web services write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pgdumpcore::storage {

// Such as 2026-01-02T03:04:05Z; nullopt: it is none.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_iso_time(const std::string& text);
// As the header Date has it, such as Fri, 02 Jan 2026 03:04:05 GMT.
[[nodiscard]] std::optional<std::chrono::sys_seconds> parse_http_date(const std::string& text);
[[nodiscard]] std::string http_date(std::chrono::sys_seconds time);

}  // namespace pgdumpcore::storage
