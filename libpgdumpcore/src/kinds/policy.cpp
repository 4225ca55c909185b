#include "kinds/policy.hpp"

#include "kinds/comment.hpp"
#include "kinds/relation.hpp"
#include "pg/array.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_class;
using catalog::class_id::pg_policy;

namespace {

struct Policy {
  Object* table = nullptr;
  bool is_switch = false;  // no policy, but ENABLE ROW LEVEL SECURITY
  char command = '*';
  bool permissive = true;
  std::vector<std::string> roles{};  // empty: PUBLIC
  std::optional<std::string> using_expression{};
  std::optional<std::string> check_expression{};
};

constexpr std::string_view policy_query = R"(
  SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive,
         CASE WHEN p.polroles <> '{0}' THEN
           ARRAY(SELECT rolname FROM pg_catalog.pg_roles WHERE oid = ANY (p.polroles)) END AS roles,
         ARRAY(SELECT role FROM pg_catalog.unnest(p.polroles) AS role
                WHERE role <> 0 AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE oid = role)) AS vanished_roles,
         pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using_expression,
         pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_policy p ON p.polrelid = wanted.oid)";

const Policy& as_policy(const Object& object) {
  return catalog::record<Policy>(object);
}

void add_policy(Reader& reader, catalog::Address address, std::string name, Policy policy) {
  Object& table = *policy.table;
  Object& object = reader.add(kinds::policy, address, std::move(name));
  object.schema = table.schema;
  object.owner = table.owner;
  object.parent = &table;
  object.wanted = catalog::Components::all();
  object.record = std::move(policy);
}

Policy policy_record(Reader& reader, const pg::Row& row) {
  Policy out;
  out.table = reader.store().find(pg_class, row["polrelid"].oid());
  out.command = row["polcmd"].character();
  out.permissive = row["polpermissive"].flag();
  if (!row["roles"].is_null()) out.roles = pg::parse_text_array(row["roles"].view());
  if (!row["using_expression"].is_null()) out.using_expression = row["using_expression"].str();
  if (!row["check_expression"].is_null()) out.check_expression = row["check_expression"].str();
  return out;
}

// Nobody can be a role that is gone from the catalog, so that a policy says the same without it. One that has no other
// role must not become one for PUBLIC, and is left out.
bool is_for_somebody(Reader& reader, const pg::Row& row, const Policy& policy) {
  const std::vector<std::string> vanished = pg::parse_text_array(row["vanished_roles"].view());
  if (vanished.empty()) return true;
  const bool for_others = !policy.roles.empty();
  reader.warn(fmt::format("policy \"{}\" on table \"{}.{}\" is {}: role with OID {} does not exist",
                          row["polname"].view(), catalog::schema_name(*policy.table), policy.table->name,
                          for_others ? "dumped without a role" : "left out", fmt::join(vanished, ", ")),
              "Name the roles anew with ALTER POLICY, or drop the policy.");
  return for_others;
}

// Row security stays on a table without a policy too (nobody but its owner sees a row then), so that the switch is an
// object of its own.
std::vector<Object*> tables_that_may_have_some(const Reader& reader) {
  std::vector<Object*> tables = relations(reader.store());
  std::erase_if(tables, [](const Object* table) {
    const char relkind = as_relation(*table).relkind;
    return !table->wants(Component::policy) || (relkind != 'r' && relkind != 'p');
  });
  return tables;
}

void read_policy(Reader& reader) {
  if (reader.options().no_policies) return;
  std::vector<Object*> tables = tables_that_may_have_some(reader);
  if (tables.empty()) return;
  std::string sql = with_oids(policy_query, tables);
  reader.ask(std::move(sql), [&reader, tables = std::move(tables)](const pg::Result& rows) {
    for (Object* table : tables)
      if (as_relation(*table).row_security)
        add_policy(reader, {catalog::class_id::none, table->address.objid}, table->name,
                   Policy{.table = table, .is_switch = true});
    for (const pg::Row row : rows) {
      Policy found = policy_record(reader, row);
      if (is_for_somebody(reader, row, found))
        add_policy(reader, {pg_policy, row["oid"].oid()}, row["polname"].str(), std::move(found));
    }
  });
}

std::strong_ordering compare_policy_names(const Object& a, const Object& b) {
  return as_policy(a).table->name <=> as_policy(b).table->name;
}

void render_switch(const Object& object, Renderer& renderer) {
  const Object& table = *as_policy(object).table;
  Statement statement = renderer.statement(object, "ROW SECURITY");
  statement.depends_as_object = false;
  statement.depends_on = {&table};
  statement.create = fmt::format("ALTER TABLE {} ENABLE ROW LEVEL SECURITY;", renderer.qualified(table));
  renderer.emit(std::move(statement));
}

std::string_view command_clause(const Object& object) {
  switch (const char command = as_policy(object).command) {
    case '*':
      return "";
    case 'r':
      return " FOR SELECT";
    case 'a':
      return " FOR INSERT";
    case 'w':
      return " FOR UPDATE";
    case 'd':
      return " FOR DELETE";
    default:
      throw Error(Fault::unsupported, fmt::format("unexpected policy command type: {}", command))
          .object("POLICY " + object.name);
  }
}

void render_policy_definition(const Object& object, Renderer& renderer) {
  const Policy& self = as_policy(object);
  const std::string target = renderer.id(object.name) + " ON " + renderer.qualified(*self.table);
  Statement statement = renderer.statement(object, "POLICY");
  statement.tag = self.table->name + ' ' + object.name;
  statement.create = "CREATE POLICY " + target + (self.permissive ? "" : " AS RESTRICTIVE");
  statement.create += command_clause(object);
  std::vector<std::string> roles;
  for (const std::string& role : self.roles) roles.push_back(renderer.id(role));
  if (!roles.empty()) statement.create += fmt::format(" TO {}", fmt::join(roles, ", "));
  if (self.using_expression) statement.create += fmt::format(" USING ({})", *self.using_expression);
  if (self.check_expression) statement.create += fmt::format(" WITH CHECK ({})", *self.check_expression);
  statement.create += ";\n";
  statement.drop = fmt::format("DROP POLICY {};\n", target);
  renderer.emit(std::move(statement));
}

void render_policy(const Object& object, Renderer& renderer) {
  const bool definition = object.wants(Component::definition);
  if (as_policy(object).is_switch) {
    if (definition) render_switch(object, renderer);
    return;
  }
  if (definition) render_policy_definition(object, renderer);
  render_comment(renderer, object,
                 labelled(renderer, *as_policy(object).table, "POLICY " + renderer.id(object.name) + " ON"));
}

}  // namespace

const catalog::Kind policy = {.name = "POLICY",
                              .selection_rule = catalog::SelectionRule::decided_by_kind,
                              .read = read_policy,
                              .render = render_policy,
                              .compare_equal_names = compare_policy_names};

}  // namespace pgdumpcore::kinds
