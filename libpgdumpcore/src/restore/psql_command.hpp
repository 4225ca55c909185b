// The commands of psql that dumps hold (https://www.postgresql.org/docs/current/app-psql.html).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

// The words of a command's line, at least one, without the backslash; quotes are taken off. Nothing if a quote does
// not end.
[[nodiscard]] std::optional<std::vector<std::string>> psql_words(std::string_view line);

// The database of \connect in any of the spellings that dumps have; nothing if it says more than that. Of a connection
// string only dbname is taken: where the server is, whoever restores has said.
[[nodiscard]] std::optional<std::string> connected_database(std::vector<std::string> words);

}  // namespace pgdumpcore::restoring
