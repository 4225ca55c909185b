// psql's name patterns, as regular expressions for the server.
// https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-PATTERNS
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::select {

// A pattern taken apart at its dots: the last part names the object, the ones before it schema and database.
struct Pattern {
  std::string text{};                   // as it was given
  std::vector<std::string> regexes{};   // one anchored regular expression per part
  std::vector<std::string> literals{};  // the parts with quotes and case folding done, wildcards kept

  [[nodiscard]] const std::string& name() const { return regexes.back(); }
};

[[nodiscard]] Pattern parse_pattern(std::string_view text);

// `column OPERATOR(pg_catalog.~) '…'` for the server, or "true" for a pattern that matches everything.
[[nodiscard]] std::string matches(std::string_view column, const std::string& regex);

}  // namespace pgdumpcore::select
