#include "backup/database_statements.hpp"

#include "base/ascii.hpp"
#include "pg/quote.hpp"
#include "restore/input.hpp"
#include "restore/script_statement.hpp"
#include "restore/statement_reader.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace pgdumpcore::backups {

namespace {

using restoring::ScriptItem;
using restoring::StatementToken;

constexpr std::string_view keyword = "DATABASE";

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
  while (end < text.size() && is_name_part(text[end])) ++end;
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

// The statements of a script of globals, one after the other.
class GlobalsReader {
 public:
  explicit GlobalsReader(const RestoreInput& input) : GlobalsReader(restoring::open_input(input)) {}

  [[nodiscard]] ScriptItem next() {
    ScriptItem item = reader_.next();
    if (item.kind != ScriptItem::Kind::statement && item.kind != ScriptItem::Kind::end)
      throw Error(Fault::data, fmt::format("{}, line {}: something else than a statement stands among the globals",
                                           name_, item.line));
    return item;
  }

 private:
  explicit GlobalsReader(restoring::OpenedInput opened) : name_(opened.name), reader_(script_of(std::move(opened))) {}

  static std::unique_ptr<io::Source> script_of(restoring::OpenedInput opened) {
    if (!opened.script) throw Error(Fault::data, fmt::format("{} is an archive and no script of globals", opened.name));
    return std::move(opened.script);
  }

  std::string name_;
  restoring::StatementReader reader_;
};

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

std::string parameter_of(const std::string& sql) {
  using Kind = StatementToken::Kind;
  static constexpr std::size_t many = 16;
  const std::vector<StatementToken> tokens = restoring::statement_tokens(sql, many);
  // A name that is a keyword, such as that of a database called "set", is in quotes.
  auto at = std::ranges::find_if(
      tokens, [](const StatementToken& token) { return token.kind == Kind::word && token.text == "set"; });
  std::string name;
  const auto is_part = [&] {
    return at != tokens.end() && (at->kind == Kind::word || at->kind == Kind::quoted_name || at->text == ".");
  };
  if (at != tokens.end()) ++at;
  for (bool after_dot = true; is_part() && (after_dot || at->text == "."); ++at) {
    name += at->text;
    after_dot = at->text == ".";
  }
  return lower(name);
}

bool gives_values_their_meaning(const std::string& sql) {
  static constexpr std::array<std::string_view, 12> parameters = {"bytea_output",
                                                                  "datestyle",
                                                                  "default_text_search_config",
                                                                  "extra_float_digits",
                                                                  "intervalstyle",
                                                                  "lc_monetary",
                                                                  "lc_numeric",
                                                                  "lc_time",
                                                                  "timezone",
                                                                  "timezone_abbreviations",
                                                                  "xmlbinary",
                                                                  "xmloption"};
  const std::string parameter = parameter_of(sql);
  return parameter.find('.') != std::string::npos ||
         (!sql.starts_with("ALTER ROLE ") && std::ranges::find(parameters, parameter) != parameters.end());
}

std::string reset_statement(const std::string& sql) {
  static constexpr std::string_view set = "SET", to = " TO ";
  const std::string_view text = sql;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = token_end(text, at);
    if (text.substr(at, end - at) == set) {
      const std::size_t name_end = text.find(to, end);
      if (name_end == std::string_view::npos) return {};
      return fmt::format("{}RESET{}", text.substr(0, at), text.substr(end, name_end - end));
    }
    at = end;
  }
  return {};
}

void for_each_statement(const GlobalsFile& globals,
                        const std::function<void(const std::string& sql, std::uint64_t line)>& take) {
  if (!globals.input) return;
  std::optional<GlobalsReader> reader;
  while (true) {
    ScriptItem item;
    try {
      if (!reader) reader.emplace(*globals.input);
      item = reader->next();
    } catch (const Error& error) {
      const bool is_damage = error.fault() == Fault::data || error.fault() == Fault::io;
      if (!is_damage || !globals.up_to_damage) throw;
    }
    if (item.kind == ScriptItem::Kind::end) return;
    take(item.text, item.line);
  }
}

std::set<std::string> roles_made_by(const GlobalsFile& globals) {
  std::set<std::string> roles;
  for_each_statement(globals, [&](const std::string& sql, std::uint64_t) {
    if (!sql.starts_with("DO ")) return;
    const std::vector<StatementToken> tokens = restoring::statement_tokens(sql, sql.size());
    for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
      if (tokens[i].text == "create" && tokens[i + 1].text == "role") roles.insert(tokens[i + 2].text);
  });
  return roles;
}

DatabaseStatements statements_about(const GlobalsFile& globals, const std::string& database, const std::string& as) {
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
