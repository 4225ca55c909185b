// PostgreSQL's text form of one-dimensional arrays.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::pg {

// Splits '{a,"b c",NULL}'. Throws Error (internal) on text that is no such array: it came from a server.
[[nodiscard]] std::vector<std::optional<std::string>> parse_array(std::string_view text);

// As above, with NULL read as the empty string: for arrays that cannot hold it.
[[nodiscard]] std::vector<std::string> parse_text_array(std::string_view text);

}  // namespace pgdumpcore::pg
