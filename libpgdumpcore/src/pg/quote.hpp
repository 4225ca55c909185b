// Quoting for SQL text. Everything that comes out of a database goes through here before it goes into a statement.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::pg {

// Quotes identifiers as the server's own pg_dump does: bare where they are lower-case words that are no
// keyword of that server, else in double quotes. Which words are keywords is the server's to say
// (pg_get_keywords), so that no list here grows old.
class IdentifierQuoter {
 public:
  IdentifierQuoter() = default;
  // keywords: those that cannot be used as a plain name (every category but "unreserved").
  IdentifierQuoter(std::set<std::string, std::less<>> keywords, bool quote_all)
      : keywords_(std::move(keywords)), quote_all_(quote_all) {}

  [[nodiscard]] std::string operator()(std::string_view name) const;
  // Bare wherever that can be read back, also when everything else is to be quoted.
  [[nodiscard]] std::string where_needed(std::string_view name) const;
  // schema.name; an empty schema is left out.
  [[nodiscard]] std::string qualified(std::string_view schema, std::string_view name) const;

 private:
  [[nodiscard]] bool plain(std::string_view name) const;

  std::set<std::string, std::less<>> keywords_{};
  bool quote_all_ = false;
};

// In double quotes, whatever the name.
[[nodiscard]] std::string double_quoted(std::string_view name);
[[nodiscard]] std::string double_quoted(std::string_view schema, std::string_view name);

// A string constant. With standard_conforming_strings off, backslashes are doubled too.
[[nodiscard]] std::string quote_literal(std::string_view text, bool standard_conforming_strings = true);
// Constants with commas between them.
//   Texts: a range of strings
template <class Texts>
[[nodiscard]] std::string quote_literals(const Texts& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quote_literal(text);
  return list;
}

// A dollar-quoted constant: $tag$ with `tag` lengthened by the characters of "_XXXXXXX" until the text does not
// hold the opening delimiter.
[[nodiscard]] std::string dollar_quote(std::string_view text, std::string_view tag = "");

// The statements of a text of simple commands (GRANT, REVOKE): split at semicolons outside double quotes, without
// the semicolon and the white space around.
[[nodiscard]] std::vector<std::string> split_statements(std::string_view text);

// One line for an SQL comment: newlines and carriage returns become spaces; an empty text becomes "-" when
// wanted (as archive listings do).
[[nodiscard]] std::string comment_safe(std::string_view text, bool hyphen_for_empty = false);

}  // namespace pgdumpcore::pg
