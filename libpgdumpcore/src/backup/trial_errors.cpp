#include "backup/trial_errors.hpp"

#include "pg/sqlstate.hpp"

#include <algorithm>

namespace pgdumpcore::backups {

namespace {

constexpr std::string_view make_policy = "CREATE POLICY ";

std::string_view command_of(const Error& error) {
  constexpr std::string_view mark = "Command was: ";
  const std::string_view detail = error.detail();
  const std::size_t at = detail.find(mark);
  return at == std::string_view::npos ? std::string_view() : detail.substr(at + mark.size());
}

// Where a text stands outside of quotes; npos: nowhere.
std::size_t find_unquoted(std::string_view command, std::string_view text) {
  char quote = '\0';
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char c = command[at];
    if (quote == '\0' && command.substr(at).starts_with(text)) return at;
    if (c == quote)
      quote = '\0';
    else if (quote == '\0' && (c == '"' || c == '\''))
      quote = c;
  }
  return std::string_view::npos;
}

// NAME ON TABLE at the beginning of what follows POLICY, up to a blank, a semicolon or the end.
std::string_view policy_and_table(std::string_view text) {
  const std::size_t on = find_unquoted(text, " ON ");
  if (on == std::string_view::npos) return {};
  const std::string_view table = text.substr(on + 4);
  const std::size_t end =
      std::min({find_unquoted(table, " "), find_unquoted(table, ";"), find_unquoted(table, "\n"), table.size()});
  return text.substr(0, on + 4 + end);
}

// Messages may come in any language, commands do not: these name a role, or a tablespace.
bool needs_role_or_tablespace(const Error& error, std::string_view command) {
  if (command.starts_with("SET default_tablespace")) return true;
  if (error.sqlstate() != pg::sqlstate::undefined_object) return false;
  return command.starts_with("GRANT ") || command.starts_with("REVOKE ") || command.starts_with(make_policy) ||
         command.starts_with("ALTER POLICY ") || command.starts_with("ALTER DEFAULT PRIVILEGES ") ||
         command.starts_with("CREATE USER MAPPING ") || command.starts_with("SET SESSION AUTHORIZATION ") ||
         find_unquoted(command, " OWNER TO ") != std::string_view::npos ||
         std::string_view(error.what()).find("role \"") != std::string_view::npos;
}

// Connections, resources, an operator, the system, the server's own defects; and extensions that are not installed.
bool is_about_server(const Error& error, std::string_view command) {
  const std::string_view state = error.sqlstate();
  for (const std::string_view group : {"08", "53", "57", "58", "F0", "XX"})
    if (state.starts_with(group)) return true;
  return error.fault() == Fault::connection ||
         (command.starts_with("CREATE EXTENSION ") && state != pg::sqlstate::syntax_error);
}

}  // namespace

bool TrialErrors::depends_on_forgiven(std::string_view command) const {
  constexpr std::string_view comment = "COMMENT ON POLICY ";
  return command.starts_with(comment) && missing_.contains(policy_and_table(command.substr(comment.size())));
}

void TrialErrors::forgive(std::string_view command) {
  ++forgiven_;
  if (command.starts_with(make_policy)) missing_.emplace(policy_and_table(command.substr(make_policy.size())));
}

void TrialErrors::add(const Error& error) {
  const std::string_view command = command_of(error);
  if (needs_role_or_tablespace(error, command) || depends_on_forgiven(command)) return forgive(command);
  ++failed_;
  std::optional<Error>& first = is_about_server(error, command) ? server_ : refused_;
  if (!first) first = error;
}

}  // namespace pgdumpcore::backups
