#include "restore/named_roles.hpp"

#include "pg/quote.hpp"
#include "restore/script_statement.hpp"

#include <algorithm>
#include <cstddef>

namespace pgdumpcore::restoring {

namespace {

using Tokens = std::vector<StatementToken>;

bool is_word(const StatementToken& token, std::string_view word) {
  return token.kind == StatementToken::Kind::word && token.text == word;
}

Tokens all_tokens(std::string_view statement) {
  return statement_tokens(statement, std::max<std::size_t>(statement.size(), 1));
}

std::vector<std::string> policy_roles(std::string_view statement) {
  const Tokens tokens = all_tokens(statement);
  std::vector<std::string> roles;
  auto at = std::ranges::find_if(tokens, [](const StatementToken& token) { return is_word(token, "to"); });
  for (; at != tokens.end() && !is_word(*at, "using") && !is_word(*at, "with"); ++at)
    if (at->kind != StatementToken::Kind::other && !is_word(*at, "to") && !is_word(*at, "public"))
      roles.push_back(at->text);
  return roles;
}

}  // namespace

std::vector<std::string> grantees(std::string_view statement) {
  const Tokens tokens = all_tokens(statement);
  std::vector<std::string> roles;
  if (tokens.empty() || !is_word(tokens.front(), "grant")) return roles;
  auto at = tokens.end();
  while (at != tokens.begin() && !is_word(*(at - 1), "to")) --at;
  for (; at != tokens.end(); ++at) {
    const StatementToken& token = *at;
    if (is_word(token, "with") || is_word(token, "granted")) break;
    if (token.kind == StatementToken::Kind::other || is_word(token, "public") || is_word(token, "group")) continue;
    roles.push_back(token.text);
  }
  return roles;
}

std::vector<std::string> roles_of(const archive::Entry& entry, const RestoreOptions& options) {
  std::vector<std::string> roles;
  const auto add = [&](const std::vector<std::string>& more) { roles.insert(roles.end(), more.begin(), more.end()); };
  if (!options.no_owner && !entry.owner.empty()) roles.push_back(entry.owner.str());
  if (entry.description == "POLICY") add(policy_roles(entry.create));
  if (!options.no_privileges && (entry.description == "ACL" || entry.description == "DEFAULT ACL"))
    for (const std::string& statement : pg::split_statements(entry.create)) add(grantees(statement));
  return roles;
}

}  // namespace pgdumpcore::restoring
