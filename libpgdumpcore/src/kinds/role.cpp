#include "kinds/role.hpp"

#include "kinds/setting.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;

namespace {

struct Role {
  std::string attributes{};  // as CREATE ROLE takes them
  std::string comment{};
  std::vector<std::string> settings{};
};

struct Membership {
  std::string granted{};
  std::string member{};
  std::string grantor{};
  std::string options{};
  bool admin = false;
  bool by_bootstrap = false;  // granted by the bootstrap superuser, which may grant everything
};

constexpr std::string_view role_query = R"(
  SELECT r.oid, r.rolname, r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin, r.rolreplication,
         r.rolbypassrls, r.rolconnlimit, r.rolvaliduntil, ${password} AS rolpassword,
         pg_catalog.shobj_description(r.oid, 'pg_authid') AS comment,
         (SELECT s.setconfig FROM pg_catalog.pg_db_role_setting AS s WHERE s.setrole = r.oid AND s.setdatabase = 0)
           AS settings
    FROM ${source} AS r
   WHERE r.rolname !~ '^pg_'
   ORDER BY r.rolname COLLATE "C")";

constexpr std::string_view role_membership_query = R"(
  SELECT m.roleid, m.member AS memberid, m.grantor AS grantorid,
         granted.rolname AS granted, member.rolname AS member, grantor.rolname AS grantor,
         m.admin_option, ${inherit} AS inherit_option, ${settable} AS set_option,
         grantor.oid IS NULL OR grantor.oid = 10 AS by_bootstrap
    FROM pg_catalog.pg_auth_members AS m
    LEFT JOIN pg_catalog.pg_roles AS granted ON granted.oid = m.roleid
    LEFT JOIN pg_catalog.pg_roles AS member ON member.oid = m.member
    LEFT JOIN pg_catalog.pg_roles AS grantor ON grantor.oid = m.grantor
   WHERE (granted.rolname ~ '^pg_' AND member.rolname ~ '^pg_') IS NOT TRUE
   ORDER BY granted.rolname COLLATE "C", member.rolname COLLATE "C", grantor.rolname COLLATE "C")";

constexpr VersionedText role_membership_gates[] = {{"inherit", 16, "m.inherit_option", "NULL::bool"},
                                                   {"settable", 16, "m.set_option", "NULL::bool"}};

bool may_read_passwords(Reader& reader) {
  return reader.query("SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')").row(0).at(0).flag();
}

std::string switch_word(const pg::Row& row, std::string_view column, std::string_view word) {
  return fmt::format(" {}{}", row[column].flag() ? "" : "NO", word);
}

std::string role_attributes(const pg::Row& row) {
  std::string out = "WITH";
  out += switch_word(row, "rolsuper", "SUPERUSER") + switch_word(row, "rolinherit", "INHERIT") +
         switch_word(row, "rolcreaterole", "CREATEROLE") + switch_word(row, "rolcreatedb", "CREATEDB") +
         switch_word(row, "rolcanlogin", "LOGIN") + switch_word(row, "rolreplication", "REPLICATION") +
         switch_word(row, "rolbypassrls", "BYPASSRLS");
  if (row["rolconnlimit"].view() != "-1") out += " CONNECTION LIMIT " + row["rolconnlimit"].str();
  if (!row["rolpassword"].is_null()) out += " PASSWORD " + pg::quote_literal(row["rolpassword"].view());
  if (!row["rolvaliduntil"].is_null()) out += " VALID UNTIL " + pg::quote_literal(row["rolvaliduntil"].view());
  return out;
}

void read_roles(Reader& reader) {
  const bool passwords = may_read_passwords(reader);
  if (!passwords)
    reader.warn("roles are saved without their passwords: this user may not read pg_authid",
                "Back up as a superuser to save passwords too.");
  const VersionedText gates[] = {{"password", 0, passwords ? "r.rolpassword" : "NULL::text", ""},
                                 {"source", 0, passwords ? "pg_catalog.pg_authid" : "pg_catalog.pg_roles", ""}};
  reader.ask(role_query, gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(role, {catalog::class_id::pg_authid, row["oid"].oid()}, row["rolname"].str());
      object.wanted = Component::definition;
      object.record = Role{.attributes = role_attributes(row),
                           .comment = row["comment"].str(),
                           .settings = row["settings"].is_null() ? std::vector<std::string>()
                                                                 : pg::parse_text_array(row["settings"].view())};
    }
  });
}

// A role that exists keeps what it has, its password above all: a restore of the globals into a server in use must
// not take anybody's access away.
std::string create_role(const Renderer& renderer, const Object& object, const Role& record) {
  const std::string name = renderer.id(object.name);
  const std::string body = fmt::format(
      "\nBEGIN\n  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {}) THEN\n    CREATE ROLE {} {};\n"
      "  END IF;\nEND\n",
      renderer.literal(object.name), name, record.attributes);
  return fmt::format("DO {};\n", pg::dollar_quote(body, "role"));
}

void render_role(const Object& object, Renderer& renderer) {
  const Role& record = catalog::record<Role>(object);
  Statement statement = renderer.statement(object, "ROLE");
  const std::string name = renderer.id(object.name);
  statement.create = create_role(renderer, object, record);
  for (const std::string& item : record.settings)
    if (const std::string clause = set_clause(renderer.dialect(), item); !clause.empty())
      statement.create += fmt::format("ALTER ROLE {} {};\n", name, clause);
  if (!record.comment.empty() && !renderer.options().no_comments)
    statement.create += fmt::format("COMMENT ON ROLE {} IS {};\n", name, renderer.literal(record.comment));
  renderer.emit(std::move(statement));
}

// --- memberships

Membership membership_of(const pg::Row& row) {
  Membership found{.granted = row["granted"].str(),
                   .member = row["member"].str(),
                   .grantor = row["grantor"].str(),
                   .admin = row["admin_option"].flag(),
                   .by_bootstrap = row["by_bootstrap"].flag()};
  std::vector<std::string> options;
  if (found.admin) options.emplace_back("ADMIN OPTION");
  // 16 and later state both for every grant.
  if (!row["inherit_option"].is_null()) {
    if (found.admin) options.back() = "ADMIN TRUE";
    options.push_back(row["inherit_option"].flag() ? "INHERIT TRUE" : "INHERIT FALSE");
    options.push_back(row["set_option"].flag() ? "SET TRUE" : "SET FALSE");
  }
  if (!options.empty()) found.options = fmt::format(" WITH {}", fmt::join(options, ", "));
  return found;
}

// Since 16 a grantor must itself hold the role with ADMIN OPTION, so its own grant has to come first.
std::vector<Membership> in_granting_order(std::vector<Membership> waiting) {
  std::vector<Membership> ordered;
  std::set<std::pair<std::string, std::string>> admins;
  while (!waiting.empty()) {
    std::vector<Membership> later;
    for (Membership& grant : waiting) {
      const bool possible = grant.by_bootstrap || admins.contains({grant.granted, grant.grantor});
      if (possible && grant.admin) admins.emplace(grant.granted, grant.member);
      (possible ? ordered : later).push_back(std::move(grant));
    }
    const bool stuck = later.size() == waiting.size();
    waiting = std::move(later);
    if (stuck) {
      // Before 16 a grantor may have lost what it granted with; those grants stand for themselves.
      ordered.insert(ordered.end(), waiting.begin(), waiting.end());
      break;
    }
  }
  return ordered;
}

// What is left of a role that is gone from the catalog gives nobody anything.
bool both_exist(Reader& reader, const pg::Row& row) {
  for (const auto& [role, oid] : {std::pair{"granted", "roleid"}, std::pair{"member", "memberid"}}) {
    if (!row[role].is_null()) continue;
    reader.warn(fmt::format("a membership of role \"{}\" in role \"{}\" is left out: role with OID {} does not exist",
                            row["member"].view(), row["granted"].view(), row[oid].view()),
                "Delete it from pg_auth_members.");
    return false;
  }
  return true;
}

void take_memberships(Reader& reader, const pg::Result& rows) {
  std::vector<Membership> grants;
  for (const pg::Row row : rows)
    if (both_exist(reader, row)) grants.push_back(membership_of(row));
  for (Membership& grant : in_granting_order(std::move(grants))) {
    Object& object = reader.add(role_membership, {}, grant.granted);
    object.wanted = Component::definition;
    object.record = std::move(grant);
  }
}

void read_memberships(Reader& reader) {
  reader.ask(role_membership_query, role_membership_gates,
             [&reader](const pg::Result& rows) { take_memberships(reader, rows); });
}

// Servers before 16 note whoever granted a role. Later ones want a grantor to hold it with ADMIN OPTION, and are told
// of those alone who do: what the bootstrap superuser granted, a superuser who restores grants in its name.
std::string grant(const Renderer& renderer, const Membership& membership) {
  const std::string plain = fmt::format("GRANT {} TO {}{}", renderer.id(membership.granted),
                                        renderer.id(membership.member), membership.options);
  if (membership.grantor.empty()) return plain + ";\n";
  const std::string by_grantor = fmt::format("{} GRANTED BY {}", plain, renderer.id(membership.grantor));
  if (renderer.major() >= 16) return (membership.by_bootstrap ? plain : by_grantor) + ";\n";
  const std::string body =
      fmt::format("\nBEGIN\n  {};\nEXCEPTION WHEN insufficient_privilege THEN\n  {};\nEND\n", by_grantor, plain);
  return fmt::format("DO {};\n", pg::dollar_quote(body, "grant"));
}

void render_membership(const Object& object, Renderer& renderer) {
  Statement statement = renderer.statement(object, "ROLE MEMBERSHIP");
  statement.create = grant(renderer, catalog::record<Membership>(object));
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind role = {.name = "ROLE",
                            .selection_rule = catalog::SelectionRule::decided_by_kind,
                            .read = read_roles,
                            .render = render_role};

const catalog::Kind role_membership = {.name = "ROLE MEMBERSHIP",
                                       .selection_rule = catalog::SelectionRule::decided_by_kind,
                                       .read = read_memberships,
                                       .render = render_membership};

}  // namespace pgdumpcore::kinds
