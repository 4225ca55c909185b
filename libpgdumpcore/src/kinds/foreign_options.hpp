// OPTIONS (…): what foreign-data wrappers, their servers, user mappings and foreign tables are told.
#pragma once

#include <string>
#include <string_view>

namespace pgdumpcore::kinds {

// An SQL expression: the options in a text[] column of a catalog as they stand between the parentheses, by name;
// NULL without any.
[[nodiscard]] std::string foreign_options_sql(std::string_view column);

// `space` and OPTIONS (…), or nothing without options.
[[nodiscard]] std::string options_clause(std::string_view space, std::string_view options);

}  // namespace pgdumpcore::kinds
