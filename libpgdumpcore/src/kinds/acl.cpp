// Privileges: from the two ACLs, the one an object is created with and the one it has, to GRANT and REVOKE.

#include "kinds/acl.hpp"

#include "pg/array.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>
#include <span>
#include <vector>

namespace pgdumpcore::kinds {

using catalog::Acl;
using catalog::Component;
using catalog::Dialect;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;

namespace {

// A privilege by the letter it has in an aclitem. The order here is the order in a GRANT.
struct Privilege {
  char letter;
  std::string_view keyword;
};

constexpr Privilege table_privileges[] = {{'r', "SELECT"},  {'a', "INSERT"},   {'x', "REFERENCES"}, {'d', "DELETE"},
                                          {'t', "TRIGGER"}, {'D', "TRUNCATE"}, {'m', "MAINTAIN"},   {'w', "UPDATE"}};
constexpr Privilege column_privileges[] = {{'r', "SELECT"}, {'a', "INSERT"}, {'x', "REFERENCES"}, {'w', "UPDATE"}};
constexpr Privilege sequence_privileges[] = {{'r', "SELECT"}, {'U', "USAGE"}, {'w', "UPDATE"}};
constexpr Privilege large_object_privileges[] = {{'r', "SELECT"}, {'w', "UPDATE"}};
constexpr Privilege routine_privileges[] = {{'X', "EXECUTE"}};
constexpr Privilege usage_privileges[] = {{'U', "USAGE"}};
constexpr Privilege schema_privileges[] = {{'C', "CREATE"}, {'U', "USAGE"}};
constexpr Privilege database_privileges[] = {{'C', "CREATE"}, {'c', "CONNECT"}, {'T', "TEMPORARY"}};
constexpr Privilege tablespace_privileges[] = {{'C', "CREATE"}};
constexpr Privilege parameter_privileges[] = {{'s', "SET"}, {'A', "ALTER SYSTEM"}};
constexpr Privilege property_graph_privileges[] = {{'r', "SELECT"}};

struct Grantable {
  std::string_view type;  // as after ON, or with a plural as ALTER DEFAULT PRIVILEGES has it
  std::span<const Privilege> privileges;
};

constexpr Grantable grantables[] = {{"TABLE", table_privileges},
                                    {"SEQUENCE", sequence_privileges},
                                    {"FUNCTION", routine_privileges},
                                    {"PROCEDURE", routine_privileges},
                                    {"TYPE", usage_privileges},
                                    {"SCHEMA", schema_privileges},
                                    {"DATABASE", database_privileges},
                                    {"LANGUAGE", usage_privileges},
                                    {"LARGE OBJECT", large_object_privileges},
                                    {"FOREIGN DATA WRAPPER", usage_privileges},
                                    {"FOREIGN SERVER", usage_privileges},
                                    {"TABLESPACE", tablespace_privileges},
                                    {"PARAMETER", parameter_privileges},
                                    {"PROPERTY GRAPH", property_graph_privileges}};

std::vector<Privilege> privileges_of(const Dialect& dialect, const GrantTarget& privileged) {
  std::string_view type = privileged.type;
  if (privileged.name.empty() && type.ends_with('S')) type.remove_suffix(1);
  const auto* const found = std::ranges::find(grantables, type, &Grantable::type);
  if (found == std::end(grantables)) throw Error(Fault::internal, "no privileges are known for " + privileged.type);
  const std::span<const Privilege> all = privileged.column.empty() ? found->privileges : column_privileges;
  std::vector<Privilege> out(all.begin(), all.end());
  if (dialect.server.major() < 17) std::erase_if(out, [](const Privilege& p) { return p.letter == 'm'; });
  return out;
}

// grantee=privileges/grantor
struct AclItem {
  std::string grantee{};  // empty: PUBLIC
  std::string letters{};  // each may be followed by '*': with grant option
  std::string grantor{};

  auto operator<=>(const AclItem&) const = default;
};

// Takes a role name off the front of `text`. A name with anything but letters, digits and underscores is in double
// quotes, and its own double quotes are doubled.
std::string take_role(std::string_view& text, char end) {
  std::string out;
  bool quoted = false;
  while (!text.empty() && (quoted || text.front() != end)) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '"') {
      out += c;
    } else if (quoted && text.starts_with('"')) {
      out += c;
      text.remove_prefix(1);
    } else {
      quoted = !quoted;
    }
  }
  return out;
}

AclItem parse_item(const std::string& item) {
  std::string_view rest = item;
  AclItem out;
  out.grantee = take_role(rest, '=');
  const std::size_t slash = rest.find('/');
  if (rest.empty() || slash == std::string_view::npos)
    throw Error(Fault::internal, "could not parse the ACL item \"" + item + "\"");
  out.letters = rest.substr(1, slash - 1);
  rest.remove_prefix(slash + 1);
  out.grantor = take_role(rest, '\0');
  return out;
}

std::vector<AclItem> parse_acl(const std::string& text) {
  std::vector<AclItem> out;
  if (text.empty()) return out;
  for (const std::string& item : pg::parse_text_array(text)) out.push_back(parse_item(item));
  return out;
}

// Items of `items` that `others` does not have. Order is kept: a grant may rest on the grant option of an earlier one.
std::vector<AclItem> without(const std::vector<AclItem>& items, const std::vector<AclItem>& others) {
  std::vector<AclItem> out;
  for (const AclItem& item : items)
    if (std::ranges::find(others, item) == others.end()) out.push_back(item);
  return out;
}

struct Keywords {
  std::string plain{};
  std::string with_grant_option{};
};

void append_keyword(std::string& list, std::string_view keyword, const std::string& column) {
  if (!list.empty()) list += ',';
  list += keyword;
  if (!column.empty()) list += '(' + column + ')';
}

// ALL stands for every privilege the kind of object has; a later major may have more of them.
Keywords keywords_of(const AclItem& item, const std::vector<Privilege>& privileges, const std::string& column,
                     bool heed_grant_option) {
  Keywords out;
  std::size_t plain = 0;
  std::size_t grantable = 0;
  for (const Privilege& privilege : privileges) {
    const std::size_t at = item.letters.find(privilege.letter);
    if (at == std::string::npos) continue;
    const bool starred = at + 1 < item.letters.size() && item.letters[at + 1] == '*';
    if (starred && heed_grant_option) {
      ++grantable;
      append_keyword(out.with_grant_option, privilege.keyword, column);
    } else {
      ++plain;
      append_keyword(out.plain, privilege.keyword, column);
    }
  }
  const auto all = [&](std::string& list) {
    list.clear();
    append_keyword(list, "ALL", column);
  };
  if (plain == privileges.size()) all(out.plain);
  if (grantable == privileges.size()) all(out.with_grant_option);
  return out;
}

class Commands {
 public:
  Commands(const Dialect& dialect, const GrantTarget& privileged, const std::string& prefix)
      : dialect_(dialect),
        privileged_(privileged),
        prefix_(prefix),
        privileges_(privileges_of(dialect, privileged)),
        object_(object()) {}

  void revoke(const AclItem& item) {
    const Keywords keywords = keywords_of(item, privileges_, privileged_.column, false);
    if (keywords.plain.empty()) return;
    first_ += prefix_ + "REVOKE " + keywords.plain + object_ + "FROM " + role(item.grantee) + ";\n";
  }

  void grant(const AclItem& item) {
    const Keywords keywords = keywords_of(item, privileges_, privileged_.column, true);
    if (keywords.plain.empty() && keywords.with_grant_option.empty()) return;
    const std::string& owner = privileged_.owner;
    const std::string& grantor = item.grantor.empty() ? owner : item.grantor;
    const bool by_other = !grantor.empty() && grantor != owner;
    // What the owner has goes first since 15: grants to others may rest on it.
    const bool owners_own = !owner.empty() && item.grantee == owner && grantor == owner;
    std::string& out = owners_own && dialect_.server.major() >= 15 ? first_ : second_;

    if (by_other) out += "SET SESSION AUTHORIZATION " + dialect_.quote(grantor) + ";\n";
    if (!keywords.plain.empty())
      out += prefix_ + "GRANT " + keywords.plain + object_ + "TO " + role(item.grantee) + ";\n";
    if (!keywords.with_grant_option.empty())
      out += prefix_ + "GRANT " + keywords.with_grant_option + object_ + "TO " + role(item.grantee) +
             " WITH GRANT OPTION;\n";
    if (by_other) out += "RESET SESSION AUTHORIZATION;\n";
  }

  [[nodiscard]] std::string text() const { return first_ + second_; }

 private:
  [[nodiscard]] std::string role(const std::string& name) const {
    return name.empty() ? "PUBLIC" : dialect_.quote(name);
  }

  // " ON TYPE schema.name ". Default privileges have no name, for which majors before 16 leave a second space.
  [[nodiscard]] std::string object() const {
    std::string out = " ON " + privileged_.type + ' ';
    if (!privileged_.schema.empty()) out += dialect_.quote(privileged_.schema) + '.';
    if (!privileged_.name.empty() || dialect_.server.major() < 16) out += privileged_.name + ' ';
    return out;
  }

  const Dialect& dialect_;
  const GrantTarget& privileged_;
  const std::string& prefix_;
  std::vector<Privilege> privileges_;
  std::string object_;
  std::string first_{};
  std::string second_{};
};

constexpr std::string_view initial_privileges_query = R"(
  SELECT classoid, objoid, objsubid, privtype, initprivs
    FROM pg_catalog.pg_init_privs)";

}  // namespace

void read_initial_privileges(Reader& reader) {
  if (reader.options().no_privileges) return;
  auto& initial = reader.store().initial_privileges;
  reader.ask(initial_privileges_query, [&initial](const pg::Result& rows) {
    for (const pg::Row row : rows)
      initial[{row.at(0).oid(), row.at(1).oid(), row.at(2).small()}] = {row.at(4).str(), row.at(3).character()};
  });
}

std::string acl_commands(const Dialect& dialect, const Acl& acl, const GrantTarget& privileged,
                         const std::string& prefix) {
  if (!acl.current && !acl.initial) return {};
  const std::vector<AclItem> base = parse_acl(acl.initial.value_or(acl.built_in));
  const std::vector<AclItem> current = parse_acl(acl.current.value_or(acl.built_in));
  Commands commands(dialect, privileged, prefix);
  for (const AclItem& item : without(base, current)) commands.revoke(item);
  for (const AclItem& item : without(current, base)) commands.grant(item);
  return commands.text();
}

void render_acl(Renderer& renderer, const Object& object, const GrantTarget& privileged, const Acl* acl) {
  if (renderer.options().no_privileges || !object.wants(Component::acl)) return;
  if (acl == nullptr && !object.acl) return;
  std::string commands = acl_commands(renderer.dialect(), acl == nullptr ? *object.acl : *acl, privileged);
  if (commands.empty()) return;

  Statement statement;
  if (!privileged.tag.empty())
    statement.tag = privileged.tag;
  else if (!privileged.column.empty())
    statement.tag = "COLUMN " + privileged.name + '.' + privileged.column;
  else
    statement.tag = privileged.type + ' ' + privileged.name;
  statement.description = "ACL";
  statement.schema = privileged.schema;
  statement.owner = privileged.owner;
  statement.depends_on = {&object};
  statement.create = std::move(commands);
  renderer.emit(std::move(statement));
}

}  // namespace pgdumpcore::kinds
