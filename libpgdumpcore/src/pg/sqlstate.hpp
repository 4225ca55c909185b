// Names of the server's error codes that the library acts on
// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
#pragma once

#include <string_view>

namespace pgdumpcore::pg::sqlstate {

inline constexpr std::string_view invalid_parameter_value = "22023";
inline constexpr std::string_view invalid_schema_name = "3F000";
inline constexpr std::string_view serialization_failure = "40001";
inline constexpr std::string_view deadlock_detected = "40P01";
inline constexpr std::string_view insufficient_privilege = "42501";
inline constexpr std::string_view syntax_error = "42601";
inline constexpr std::string_view undefined_object = "42704";
inline constexpr std::string_view undefined_table = "42P01";
inline constexpr std::string_view program_limit_exceeded = "54000";
inline constexpr std::string_view lock_not_available = "55P03";
inline constexpr std::string_view query_canceled = "57014";

}  // namespace pgdumpcore::pg::sqlstate
