#include "backup/set_needs.hpp"

#include "backup/database_statements.hpp"
#include "pg/quote.hpp"
#include "restore/archive_restore.hpp"
#include "restore/input.hpp"
#include "restore/named_roles.hpp"
#include "restore/script_statement.hpp"
#include "restore/selection.hpp"
#include "restore/statement_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace pgdumpcore::backups {

namespace {

using restoring::ScriptItem;
using restoring::StatementFacts;
using restoring::StatementToken;
using Tokens = std::vector<StatementToken>;

constexpr std::size_t all_tokens = std::size_t{1} << 20;

bool is_word(const StatementToken& token, std::string_view word) {
  return token.kind == StatementToken::Kind::word && token.text == word;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Notes needs, of names in one encoding. A name that may mean another one in UTF-8 is not looked for.
class Notes {
 public:
  Notes(SetNeeds& needs, const RestoreOptions& options) : needs_(needs), options_(options) {}

  void encoding(std::string_view name) { is_utf8_ = name == "UTF8"; }

  void role(const std::string& name, const std::string& by) { note(needs_.roles, name, by); }
  void extension(const std::string& name, const std::string& by) { note(needs_.extensions, name, by); }
  void locale(const std::string& name, const std::string& by) { note(needs_.locales, name, by); }
  void provider(const std::string& name, const std::string& by) { note(needs_.providers, name, by); }
  void tablespace(const std::string& name, const std::string& by) {
    if (!options_.no_tablespaces) note(needs_.tablespaces, name, by);
  }

  void owner(const std::string& name, const std::string& by) {
    if (!options_.no_owner) role(name, by);
  }

  void grant(std::string_view sql, const std::string& by) {
    if (options_.no_privileges) return;
    for (const std::string& name : restoring::grantees(sql)) role(name, by);
  }

 private:
  void note(std::map<std::string, std::string>& into, const std::string& name, const std::string& by) const {
    if (!name.empty() && (is_utf8_ || is_ascii(name))) into.try_emplace(name, by);
  }

  SetNeeds& needs_;
  const RestoreOptions& options_;
  bool is_utf8_ = true;
};

void read_archive(archive::ArchiveReader& reader, Notes& notes, const std::string& database,
                  const RestoreOptions& options) {
  notes.encoding(restoring::archive_settings(reader.toc()).encoding);
  for (const archive::Wanted& item : restoring::select_entries(reader.toc(), options)) {
    const archive::Entry& entry = *item.entry;
    const std::string by = fmt::format(
        "{} {} of database \"{}\"", entry.description,
        archive::on_one_line(entry.schema.empty() ? entry.tag.str() : entry.schema + "." + entry.tag), database);
    for (const std::string& name : restoring::roles_of(entry, options)) notes.role(name, by);
    if (entry.tablespace) notes.tablespace(*entry.tablespace, by);
    if (entry.description == "EXTENSION") notes.extension(entry.tag.str(), by);
  }
}

// CREATE EXTENSION [IF NOT EXISTS] name
std::string created_extension(const Tokens& tokens) {
  if (tokens.size() < 3 || !is_word(tokens[0], "create") || !is_word(tokens[1], "extension")) return {};
  const std::size_t at = is_word(tokens[2], "if") ? 5 : 2;
  return at < tokens.size() ? tokens[at].text : std::string();
}

void read_script(std::unique_ptr<io::Source> script, Notes& notes, const std::string& database) {
  restoring::StatementReader reader(std::move(script));
  for (ScriptItem item = reader.next(); item.kind == ScriptItem::Kind::statement; item = reader.next()) {
    const std::string by = fmt::format("line {} of the script of database \"{}\"", item.line, database);
    const StatementFacts facts = restoring::statement_facts(item.text);
    if (facts.kind == StatementFacts::Kind::changes_rows) return;
    if (facts.kind == StatementFacts::Kind::sets_owner)
      notes.owner(restoring::statement_tokens(item.text, all_tokens).back().text, by);
    if (facts.kind == StatementFacts::Kind::sets_privileges) notes.grant(item.text, by);
    const Tokens tokens = restoring::statement_tokens(item.text, 8);
    notes.extension(created_extension(tokens), by);
    if (facts.kind != StatementFacts::Kind::sets_parameter || tokens.size() < 4) continue;
    if (facts.name.name == "default_tablespace") notes.tablespace(tokens[3].text, by);
    if (facts.name.name == "client_encoding") notes.encoding(tokens[3].text);
  }
}

// The options of CREATE DATABASE, each NAME = VALUE.
void note_database(const Tokens& tokens, Notes& notes, const std::string& by) {
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    if (tokens[i + 1].text != "=") continue;
    const std::string& value = tokens[i + 2].text;
    if (is_word(tokens[i], "tablespace")) notes.tablespace(value, by);
    if (is_word(tokens[i], "locale_provider")) notes.provider(value, by);
    for (const char* const option : {"locale", "lc_collate", "lc_ctype"})
      if (is_word(tokens[i], option)) notes.locale(value, by);
  }
}

// Whether the system's library has the locale; that of money is checked like that of a database, and may be set by all.
bool has_locale(pg::Connection& connection, const std::string& name) {
  connection.execute("BEGIN");
  const auto refused = connection.try_execute("SET LOCAL lc_monetary = " + pg::quote_literal(name));
  connection.execute("ROLLBACK");
  return !refused;
}

// A server that is built without ICU has made no collations of it.
bool has_provider(pg::Connection& connection, const std::string& name) {
  const int major = connection.server().major();
  if (name == "icu")
    return major >= 15 && connection
                              .query(
                                  "SELECT EXISTS (SELECT FROM pg_catalog.pg_collation WHERE collprovider "
                                  "OPERATOR(pg_catalog.=) 'i'::pg_catalog.\"char\")")
                              .row(0)
                              .at(0)
                              .flag();
  return name == "libc" || (name == "builtin" && major >= 17);
}

std::set<std::string> names_from(pg::Connection& connection, const std::string& sql) {
  const pg::Result rows = connection.query(sql);
  std::set<std::string> names;
  for (int i = 0; i < rows.rows(); ++i) names.insert(rows.row(i).at(0).str());
  return names;
}

}  // namespace

void add_needs_of_file(SetNeeds& needs, const RestoreInput& file, const std::string& database,
                       const RestoreOptions& options) {
  Notes notes(needs, options);
  restoring::OpenedInput input = restoring::open_input_to_look_at(file);
  if (input.archive)
    read_archive(*input.archive, notes, database, options);
  else
    read_script(std::move(input.script), notes, database);
}

void add_needs_of_statement(SetNeeds& needs, const std::string& sql, const std::string& database,
                            const RestoreOptions& options) {
  Notes notes(needs, options);
  const std::string by = fmt::format("database \"{}\"", database);
  const Tokens tokens = restoring::statement_tokens(sql, all_tokens);
  const StatementFacts facts = restoring::statement_facts(sql);
  if (facts.kind == StatementFacts::Kind::sets_owner) notes.owner(tokens.back().text, by);
  if (facts.kind == StatementFacts::Kind::sets_privileges) notes.grant(sql, by);
  if (tokens.size() > 2 && is_word(tokens[0], "alter") && is_word(tokens[1], "role")) notes.role(tokens[2].text, by);
  if (facts.kind == StatementFacts::Kind::creates_database) note_database(tokens, notes, by);
}

void add_needs_of_setting(SetNeeds& needs, const std::string& sql, const std::string& database,
                          const RestoreOptions& options) {
  // Rows of type money are written in the form of the database's.
  if (sql.starts_with("ALTER ROLE ") || parameter_of(sql) != "lc_monetary") return;
  const Tokens tokens = restoring::statement_tokens(sql, all_tokens);
  // Empty: the locale of the server's system.
  if (!tokens.back().text.empty())
    Notes(needs, options).locale(tokens.back().text, fmt::format("database \"{}\"", database));
}

MissingNeeds missing_needs(pg::Connection& connection, const SetNeeds& needs,
                           const std::set<std::string>& roles_to_come) {
  MissingNeeds missing;
  const auto look = [&](const std::map<std::string, std::string>& wanted, const std::set<std::string>& there,
                        const char* message) {
    const std::size_t before = missing.lines.size();
    for (const auto& [name, by] : wanted)
      if (!there.contains(name)) missing.lines.push_back(fmt::format(fmt::runtime(message), name, by));
    return missing.lines.size() > before;
  };
  std::set<std::string> roles = names_from(connection, "SELECT rolname FROM pg_catalog.pg_roles");
  roles.insert(roles_to_come.begin(), roles_to_come.end());
  missing.roles = look(needs.roles, roles, "role \"{}\" does not exist; needed by {}");
  if (!needs.extensions.empty())
    missing.extensions =
        look(needs.extensions, names_from(connection, "SELECT name FROM pg_catalog.pg_available_extensions"),
             "extension \"{}\" is not available; needed by {}");
  if (!needs.tablespaces.empty())
    missing.tablespaces =
        look(needs.tablespaces, names_from(connection, "SELECT spcname FROM pg_catalog.pg_tablespace"),
             "tablespace \"{}\" does not exist; needed by {}");
  std::set<std::string> locales, providers;
  for (const auto& [name, by] : needs.locales)
    if (has_locale(connection, name)) locales.insert(name);
  for (const auto& [name, by] : needs.providers)
    if (has_provider(connection, name)) providers.insert(name);
  missing.locales = look(needs.locales, locales, "locale \"{}\" is not available; needed by {}");
  missing.locales |= look(needs.providers, providers, "locale provider \"{}\" is not available; needed by {}");
  return missing;
}

}  // namespace pgdumpcore::backups
