#include "backup/database_statements.hpp"

#include "pg/quote.hpp"
#include "restore/input.hpp"
#include "restore/statement_reader.hpp"

#include <cctype>
#include <string_view>

namespace pgdumpcore::backups {

namespace {

using restoring::ScriptItem;

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

DatabaseStatements statements_about(const std::string& globals, const std::string& database, const std::string& as) {
  DatabaseStatements found;
  restoring::StatementReader reader(restoring::open_input(RestoreInput::file(globals)).script);
  for (ScriptItem item = reader.next(); item.kind != ScriptItem::Kind::end; item = reader.next()) {
    if (item.kind != ScriptItem::Kind::statement) continue;
    if (item.text.starts_with("SET ")) {
      found.settings.push_back(item.text);
      continue;
    }
    if (std::string renamed = renamed_statement(item.text, database, as); !renamed.empty())
      found.statements.push_back(std::move(renamed));
  }
  return found;
}

}  // namespace pgdumpcore::backups
