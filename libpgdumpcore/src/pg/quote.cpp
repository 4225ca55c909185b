#include "pg/quote.hpp"

#include <utility>

namespace pgdumpcore::pg {

namespace {

std::string in_quotes(std::string_view text, char quote) {
  std::string out;
  out.reserve(text.size() + 2);
  out += quote;
  for (const char c : text) {
    if (c == quote) out += quote;
    out += c;
  }
  out += quote;
  return out;
}

}  // namespace

bool IdentifierQuoter::plain(std::string_view name) const {
  if (name.empty()) return false;
  const auto starts = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  if (!starts(name.front())) return false;
  for (const char c : name)
    if (!starts(c) && !(c >= '0' && c <= '9')) return false;
  return !keywords_.contains(name);
}

std::string IdentifierQuoter::operator()(std::string_view name) const {
  return quote_all_ ? double_quoted(name) : where_needed(name);
}

std::string IdentifierQuoter::where_needed(std::string_view name) const {
  return plain(name) ? std::string(name) : double_quoted(name);
}

std::string IdentifierQuoter::qualified(std::string_view schema, std::string_view name) const {
  if (schema.empty()) return (*this)(name);
  return (*this)(schema) + '.' + (*this)(name);
}

std::string double_quoted(std::string_view name) {
  return in_quotes(name, '"');
}

std::string double_quoted(std::string_view schema, std::string_view name) {
  return double_quoted(schema) + "." + double_quoted(name);
}

std::string quote_literal(std::string_view text, bool standard_conforming_strings) {
  std::string out = in_quotes(text, '\'');
  if (standard_conforming_strings) return out;
  std::string doubled;
  doubled.reserve(out.size());
  for (const char c : out) {
    if (c == '\\') doubled += c;
    doubled += c;
  }
  return doubled;
}

std::string dollar_quote(std::string_view text, std::string_view tag) {
  static constexpr std::string_view growth = "_XXXXXXX";
  std::string delimiter = "$" + std::string(tag);
  // The delimiter may not occur in the text even without its closing dollar sign: "$$" at the end of the text
  // followed by our own "$" would otherwise close too early.
  for (std::size_t next = 0; text.find(delimiter) != std::string_view::npos; next = (next + 1) % growth.size())
    delimiter += growth[next];
  delimiter += '$';
  return delimiter + std::string(text) + delimiter;
}

std::vector<std::string> split_statements(std::string_view text) {
  std::vector<std::string> statements;
  std::string statement;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    const bool space = c == ' ' || c == '\n' || c == '\t';
    if (c == ';' && !quoted) {
      statements.push_back(std::exchange(statement, {}));
    } else if (!space || !statement.empty()) {
      statement += c;
    }
  }
  return statements;
}

std::string comment_safe(std::string_view text, bool hyphen_for_empty) {
  if (text.empty() && hyphen_for_empty) return "-";
  std::string out(text);
  for (char& c : out)
    if (c == '\n' || c == '\r') c = ' ';
  return out;
}

}  // namespace pgdumpcore::pg
