// Text broken into lines, counts, and text that a terminal may be given.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

// `text` broken between words; a line is longer than `width` only if it is one word.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text, std::size_t width);

// The text without anything that a terminal obeys, as names from a database may have it: control characters, what turns
// the direction of writing, and bytes that are no UTF-8 stand as \n, \x1b or \u202e.
[[nodiscard]] std::string printable(std::string_view text);

// A name as SQL and psql's patterns want it: in double quotes unless it is in lower case and plain. Printable.
[[nodiscard]] std::string sql_name(std::string_view name);
[[nodiscard]] std::string sql_name(std::string_view schema, std::string_view name);  // without a schema the name alone

// "table", "tables": of nouns whose plural has an s.
template <std::integral Count>
std::string plural(Count count, std::string_view noun) {
  return std::string(noun) + (count == 1 ? "" : "s");
}

// "1 table", "2 tables"
template <std::integral Count>
std::string counted(Count count, std::string_view noun) {
  return std::to_string(count) + ' ' + plural(count, noun);
}

}  // namespace cli
