#include "backup/database_statements.hpp"

#include "pg/quote.hpp"
#include "restore/input.hpp"
#include "restore/script_statement.hpp"
#include "restore/statement_reader.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace pgdumpcore::backups {

namespace {

using restoring::ScriptItem;
using restoring::StatementToken;

constexpr std::string_view keyword = "DATABASE";

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || (c & 0x80) != 0;
}

// Where the token that begins at `at` ends: a quoted text, a word, or one character.
std::size_t token_end(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\'' || c == '"') {
    for (std::size_t i = at + 1; i < text.size(); ++i) {
      if (text[i] != c) continue;
      if (i + 1 == text.size() || text[i + 1] != c) return i + 1;
      ++i;
    }
    return text.size();
  }
  std::size_t end = at;
  while (end < text.size() && is_word(text[end])) ++end;
  return end == at ? at + 1 : end;
}

std::string unquoted(std::string_view name) {
  if (!name.starts_with('"')) return std::string(name);
  std::string out;
  for (std::size_t i = 1; i + 1 < name.size(); ++i) {
    out += name[i];
    if (name[i] == '"') ++i;
  }
  return out;
}

}  // namespace

std::string renamed_statement(const std::string& statement, const std::string& database, const std::string& as) {
  const std::string_view text = statement;
  if (text.starts_with("DO ")) return {};  // roles
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = token_end(text, at);
    if (text.substr(at, end - at) == keyword && end + 1 < text.size()) {
      const std::size_t name_end = token_end(text, end + 1);
      if (unquoted(text.substr(end + 1, name_end - end - 1)) != database) return {};
      return statement.substr(0, end + 1) + pg::double_quoted(as) + statement.substr(name_end);
    }
    at = end;
  }
  return {};
}

// Of ALTER DATABASE … SET and RESET, ALTER ROLE … IN DATABASE … SET; the statements that give roles to roles and make
// them stand for the roles.
GlobalsPart part_of_globals(const std::string& sql) {
  static constexpr std::size_t few = 5;
  const std::vector<StatementToken> tokens = restoring::statement_tokens(sql, few);
  const auto is = [&](std::size_t at, std::string_view word) {
    return at < tokens.size() && tokens[at].kind == StatementToken::Kind::word && tokens[at].text == word;
  };
  if (is(0, "do")) return GlobalsPart::roles;
  if (is(0, "alter") && is(1, "role"))
    return is(3, "in") && is(4, "database") ? GlobalsPart::database_settings : GlobalsPart::roles;
  if (is(0, "alter") && is(1, "database"))
    return is(3, "set") && !is(4, "tablespace") ? GlobalsPart::database_settings : GlobalsPart::databases;
  if (is(0, "create") && is(1, "database")) return GlobalsPart::databases;
  if (is(1, "tablespace") || (is(0, "comment") && is(2, "tablespace"))) return GlobalsPart::tablespaces;
  if (is(0, "comment") && is(2, "role")) return GlobalsPart::roles;
  if (is(0, "comment") && is(2, "database")) return GlobalsPart::databases;
  const bool gives = is(0, "grant") || is(0, "revoke");
  if (gives && restoring::statement_facts(sql).kind != restoring::StatementFacts::Kind::sets_privileges)
    return GlobalsPart::roles;
  return GlobalsPart::other;
}

bool sets_custom_parameter(const std::string& sql) {
  using Kind = StatementToken::Kind;
  static constexpr std::size_t many = 16;
  const std::vector<StatementToken> tokens = restoring::statement_tokens(sql, many);
  // A name that is a keyword, such as that of a database called "set", is in quotes.
  const auto set = std::ranges::find_if(
      tokens, [](const StatementToken& token) { return token.kind == Kind::word && token.text == "set"; });
  if (set == tokens.end() || set + 1 == tokens.end()) return false;
  if ((set + 1)->kind == Kind::quoted_name) return (set + 1)->text.find('.') != std::string::npos;
  return set + 2 != tokens.end() && (set + 2)->kind == Kind::other && (set + 2)->text == ".";
}

void for_each_statement(const std::string& globals,
                        const std::function<void(const std::string& sql, std::uint64_t line)>& take) {
  restoring::StatementReader reader(restoring::open_input(RestoreInput::file(globals)).script);
  for (ScriptItem item = reader.next(); item.kind != ScriptItem::Kind::end; item = reader.next()) {
    if (item.kind != ScriptItem::Kind::statement)
      throw Error(Fault::data, fmt::format("\"{}\", line {}: something else than a statement stands among the globals",
                                           globals, item.line));
    take(item.text, item.line);
  }
}

std::set<std::string> roles_made_by(const std::string& globals) {
  std::set<std::string> roles;
  for_each_statement(globals, [&](const std::string& sql, std::uint64_t) {
    if (!sql.starts_with("DO ")) return;
    const std::vector<StatementToken> tokens = restoring::statement_tokens(sql, sql.size());
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
      if (tokens[i].text == "create" && tokens[i + 1].text == "role") roles.insert(tokens[i + 2].text);
  });
  return roles;
}

DatabaseStatements statements_about(const std::string& globals, const std::string& database, const std::string& as) {
  DatabaseStatements found;
  for_each_statement(globals, [&](const std::string& sql, std::uint64_t) {
    if (sql.starts_with("SET ")) {
      found.settings.push_back(sql);
      return;
    }
    std::string renamed = renamed_statement(sql, database, as);
    if (renamed.empty()) return;
    const bool is_setting = part_of_globals(sql) == GlobalsPart::database_settings;
    (is_setting ? found.database_settings : found.statements).push_back(std::move(renamed));
  });
  return found;
}

}  // namespace pgdumpcore::backups
