#include "restore/script_statement.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

namespace pgdumpcore::restoring {

namespace {

using Kind = StatementFacts::Kind;
using Tokens = std::vector<StatementToken>;
using std::string_view;

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

// What stands between quotes from `at` on, a doubled one for itself; `at` is then behind the last.
std::string within_quotes(string_view text, std::size_t& at) {
  const char mark = text[at++];
  std::string out;
  while (at < text.size()) {
    const char c = text[at++];
    if (c == mark) {
      if (at == text.size() || text[at] != mark) break;
      ++at;
    }
    out += c;
  }
  return out;
}

// Where the comment that begins at `at` ends; `at` if none does.
std::size_t behind_comment(string_view text, std::size_t at) {
  const string_view rest = text.substr(at);
  if (rest.starts_with("--")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return text.find("*/", at) == string_view::npos ? text.size() : text.find("*/", at) + 2;
  return at;
}

bool is_word(const Tokens& tokens, std::size_t at, string_view word) {
  return at < tokens.size() && tokens[at].kind == StatementToken::Kind::word && tokens[at].text == word;
}

bool is_any_word(const Tokens& tokens, std::size_t at, std::initializer_list<string_view> words) {
  return std::ranges::any_of(words, [&](string_view word) { return is_word(tokens, at, word); });
}

bool is_name(const Tokens& tokens, std::size_t at) {
  return at < tokens.size() &&
         (tokens[at].kind == StatementToken::Kind::word || tokens[at].kind == StatementToken::Kind::quoted_name);
}

bool is_character(const Tokens& tokens, std::size_t at, string_view character) {
  return at < tokens.size() && tokens[at].kind == StatementToken::Kind::other && tokens[at].text == character;
}

ScriptName name_at(const Tokens& tokens, std::size_t at) {
  if (!is_name(tokens, at)) return {};
  if (is_character(tokens, at + 1, ".") && is_name(tokens, at + 2))
    return {.schema = tokens[at].text, .name = tokens[at + 2].text};
  return {.schema = {}, .name = tokens[at].text};
}

std::size_t behind_relation_kind(const Tokens& tokens, std::size_t at) {
  if (is_word(tokens, at, "unlogged") || is_word(tokens, at, "foreign") || is_word(tokens, at, "materialized")) ++at;
  return is_any_word(tokens, at, {"table", "view", "sequence"}) ? at + 1 : 0;
}

StatementFacts facts_of_create(const Tokens& tokens) {
  if (is_word(tokens, 1, "database")) return {Kind::creates_database, name_at(tokens, 2)};
  const std::size_t at = behind_relation_kind(tokens, 1);
  if (at == 0 || is_word(tokens, at, "if")) return {};
  return {Kind::creates_relation, name_at(tokens, at)};
}

StatementFacts facts_of_drop(const Tokens& tokens) {
  const auto behind_if_exists = [&](std::size_t at) { return is_word(tokens, at, "if") ? at + 2 : at; };
  if (is_word(tokens, 1, "database")) return {Kind::drops_database, name_at(tokens, behind_if_exists(2))};
  if (is_word(tokens, 1, "schema")) return {Kind::drops_schema, name_at(tokens, behind_if_exists(2))};
  const std::size_t at = behind_relation_kind(tokens, 1);
  if (at == 0) return {};
  return {Kind::drops_relation, name_at(tokens, behind_if_exists(at))};
}

StatementFacts facts_of_set(const Tokens& tokens) {
  const std::size_t at = is_any_word(tokens, 1, {"session", "local"}) ? 2 : 1;
  if (is_word(tokens, at, "authorization")) return {Kind::sets_owner, {}};
  const bool assigns = is_character(tokens, at + 1, "=") || is_word(tokens, at + 1, "to");
  if (!assigns) return {};
  if (!is_word(tokens, at, "search_path")) return {Kind::sets_parameter, {.schema = {}, .name = tokens[at].text}};
  const bool names_one = at + 2 < tokens.size() && !is_word(tokens, at + 2, "default");
  return {Kind::sets_search_path, {.schema = names_one ? tokens[at + 2].text : std::string(), .name = {}}};
}

// SELECT pg_catalog.set_config('search_path', '', false)
StatementFacts facts_of_select(const Tokens& tokens) {
  if (!is_word(tokens, 1, "pg_catalog") || !is_word(tokens, 3, "set_config")) return {Kind::changes_rows, {}};
  if (tokens.size() < 8 || tokens[5].text != "search_path") return {};
  return {Kind::sets_search_path, {.schema = tokens[7].text, .name = {}}};
}

// ALTER … OWNER TO name
bool ends_in_owner(const Tokens& tokens) {
  const std::size_t size = tokens.size();
  return size > 4 && is_word(tokens, size - 3, "owner") && is_word(tokens, size - 2, "to") && is_name(tokens, size - 1);
}

Kind transaction_kind(const Tokens& tokens) {
  const std::size_t behind_noise = is_any_word(tokens, 1, {"work", "transaction"}) ? 2 : 1;
  if (is_word(tokens, 0, "begin")) return Kind::begins_transaction;
  if (is_word(tokens, 0, "start") && is_word(tokens, 1, "transaction")) return Kind::begins_transaction;
  if (is_word(tokens, 0, "prepare") && is_word(tokens, 1, "transaction")) return Kind::leaves_transaction;
  if (is_word(tokens, 1, "prepared")) return Kind::other;
  if (is_any_word(tokens, 0, {"commit", "end"})) return Kind::commits_transaction;
  const bool undoes = is_any_word(tokens, 0, {"rollback", "abort"}) && !is_word(tokens, behind_noise, "to");
  return undoes ? Kind::leaves_transaction : Kind::other;
}

}  // namespace

std::vector<StatementToken> statement_tokens(string_view statement, std::size_t most) {
  using TokenKind = StatementToken::Kind;
  Tokens tokens;
  for (std::size_t at = 0; at < statement.size() && tokens.size() < most;) {
    const char c = statement[at];
    if (const std::size_t behind = behind_comment(statement, at); behind > at) {
      at = behind;
    } else if (c == '"' || c == '\'') {
      const auto kind = c == '"' ? TokenKind::quoted_name : TokenKind::constant;
      tokens.push_back({kind, within_quotes(statement, at)});
    } else if (is_name_part(c)) {
      const std::size_t begin = at;
      while (at < statement.size() && is_name_part(statement[at])) ++at;
      tokens.push_back({TokenKind::word, lower(statement.substr(begin, at - begin))});
    } else {
      if (c != ' ' && (c < '\t' || c > '\r')) tokens.push_back({TokenKind::other, std::string(1, c)});
      ++at;
    }
  }
  return tokens;
}

StatementFacts statement_facts(string_view statement) {
  // Enough to know what is created, and by which name.
  static constexpr std::size_t few = 12;
  const Tokens tokens = statement_tokens(statement, few);
  if (is_word(tokens, 0, "create")) return facts_of_create(tokens);
  if (is_word(tokens, 0, "drop")) return facts_of_drop(tokens);
  if (is_word(tokens, 0, "set")) return facts_of_set(tokens);
  if (is_word(tokens, 0, "select")) return facts_of_select(tokens);
  if (is_word(tokens, 0, "insert") && is_word(tokens, 1, "into")) return {Kind::changes_rows, name_at(tokens, 2)};
  if (is_any_word(tokens, 0, {"insert", "update", "delete", "merge", "truncate", "call", "with"}))
    return {Kind::changes_rows, {}};
  if (is_word(tokens, 0, "alter")) {
    if (is_word(tokens, 1, "default") && is_word(tokens, 2, "privileges")) return {Kind::sets_privileges, {}};
    if (ends_in_owner(statement_tokens(statement, no_limit))) return {Kind::sets_owner, {}};
  }
  if (is_any_word(tokens, 0, {"grant", "revoke"})) {
    const Tokens all = statement_tokens(statement, no_limit);
    for (std::size_t at = 0; at < all.size(); ++at)
      if (is_word(all, at, "on")) return {Kind::sets_privileges, {}};
  }
  return {transaction_kind(tokens), {}};
}

}  // namespace pgdumpcore::restoring
