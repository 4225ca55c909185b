#include "kinds/setting.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace pgdumpcore::kinds {

namespace {

// Settings whose value is a list of names, which the server has put in double quotes where they need it. There is no
// catalog to ask which these are. The rules of those quotes are not SQL's (an empty name may stand there), so the list
// is taken apart and written as string constants.
constexpr std::array<std::string_view, 8> quoted_lists = {
    "local_preload_libraries",   "oauth_validator_libraries", "output_plugin_libraries", "search_path",
    "session_preload_libraries", "shared_preload_libraries",  "temp_tablespaces",        "unix_socket_directories"};

bool is_quoted_list(std::string_view name) {
  return std::ranges::find(quoted_lists, lower(name)) != quoted_lists.end();
}

class ListReader {
 public:
  explicit ListReader(std::string_view text) : text_(text) {}

  // nullopt when the text is no such list.
  std::optional<std::vector<std::string>> all() {
    std::vector<std::string> names;
    skip_spaces();
    if (text_.empty()) return names;
    while (true) {
      std::optional<std::string> name = text_.front() == '"' ? quoted() : bare();
      if (!name) return std::nullopt;
      names.push_back(std::move(*name));
      skip_spaces();
      if (text_.empty()) return names;
      if (text_.front() != ',') return std::nullopt;
      text_.remove_prefix(1);
      skip_spaces();
      if (text_.empty()) return std::nullopt;
    }
  }

 private:
  static bool space(char c) { return std::string_view(" \t\n\v\f\r").find(c) != std::string_view::npos; }

  void skip_spaces() {
    while (!text_.empty() && space(text_.front())) text_.remove_prefix(1);
  }

  std::optional<std::string> quoted() {
    std::string out;
    text_.remove_prefix(1);
    while (!text_.empty()) {
      const char c = text_.front();
      text_.remove_prefix(1);
      if (c == '"') {
        if (!text_.starts_with('"')) return out;
        text_.remove_prefix(1);
      }
      out += c;
    }
    return std::nullopt;
  }

  std::optional<std::string> bare() {
    std::string out;
    while (!text_.empty() && text_.front() != ',' && !space(text_.front())) {
      out += text_.front();
      text_.remove_prefix(1);
    }
    if (out.empty()) return std::nullopt;
    return out;
  }

  std::string_view text_;
};

using Literal = std::string (*)(const catalog::Dialect& dialect, std::string_view text);

std::string plain_literal(const catalog::Dialect& dialect, std::string_view text) {
  return pg::quote_literal(text, dialect.standard_conforming_strings);
}

std::string clause(const catalog::Dialect& dialect, std::string_view item, Literal literal) {
  const std::size_t equals = item.find('=');
  if (equals == std::string_view::npos) return {};
  const std::string_view name = item.substr(0, equals);
  const std::string_view value = item.substr(equals + 1);

  std::string out = "SET " + dialect.quote(name) + " TO ";
  if (!is_quoted_list(name)) return out + literal(dialect, value);
  const std::optional<std::vector<std::string>> names = ListReader(value).all();
  if (!names) return out;
  // An empty list could not be said before 19.
  if (names->empty()) return dialect.server.major() >= 19 ? out + "NULL" : out;
  std::string list;
  for (const std::string& element : *names) {
    if (!list.empty()) list += ", ";
    list += literal(dialect, element);
  }
  return out + list;
}

}  // namespace

std::string function_set_clause(const catalog::Dialect& dialect, std::string_view item) {
  return clause(dialect, item, plain_literal);
}

std::string set_clause(const catalog::Dialect& dialect, std::string_view item) {
  return clause(dialect, item, shared_literal);
}

std::string shared_literal(const catalog::Dialect& dialect, std::string_view text) {
  if (dialect.server.major() >= 19 || text.find('\\') == std::string_view::npos) return plain_literal(dialect, text);
  return 'E' + pg::quote_literal(text, false);
}

}  // namespace pgdumpcore::kinds
