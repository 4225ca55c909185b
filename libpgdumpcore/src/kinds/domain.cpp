#include "kinds/domain.hpp"

#include "kinds/constraint.hpp"
#include "kinds/type.hpp"

#include <array>

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
namespace class_id = catalog::class_id;

namespace {

struct Domain {
  std::string base{};              // formatted, with its modifier
  std::string collation_schema{};  // both empty when it is the base type's own
  std::string collation{};
  bool not_null = false;
  std::optional<std::string> default_expression{};
  std::optional<std::string> default_literal{};
};

constexpr std::string_view domains_query = R"sql(
SELECT d.oid,
       pg_catalog.format_type(d.typbasetype, d.typtypmod) AS base,
       collation_schema.nspname AS collation_schema,
       coll.collname AS collation,
       d.typnotnull,
       pg_catalog.pg_get_expr(d.typdefaultbin, 0) AS default_expression,
       d.typdefault
  FROM pg_catalog.pg_type d
       LEFT JOIN pg_catalog.pg_type base ON base.oid = d.typbasetype
       LEFT JOIN pg_catalog.pg_collation coll
              ON coll.oid = d.typcollation AND d.typcollation <> base.typcollation
       LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = coll.collnamespace
 WHERE d.oid = ANY ('%OIDS%'::pg_catalog.oid[])
)sql";

// NOT NULL has been a constraint with a name since 17.
constexpr std::string_view constraints_query = R"sql(
SELECT oid,
       contypid,
       conname,
       contype,
       convalidated,
       pg_catalog.pg_get_constraintdef(oid) AS definition
  FROM pg_catalog.pg_constraint
 WHERE contypid = ANY ('%OIDS%'::pg_catalog.oid[])
   AND contype IN (${types})
 ORDER BY contypid, conname
)sql";

constexpr std::array<catalog::VersionedText, 1> constraints_gates = {{{"types", 17, "'c', 'n'", "'c'"}}};

void read_domain_details(Reader& reader) {
  const std::vector<Object*> domains = types_to_define(reader.store(), domain);
  if (domains.empty()) return;
  reader.ask(catalog::with_oids(domains_query, domains), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* object = reader.store().find(class_id::pg_type, row["oid"].oid());
      catalog::record<Type>(*object).extra = Domain{
          .base = row["base"].str(),
          .collation_schema = row["collation_schema"].str(),
          .collation = row["collation"].str(),
          .not_null = row["typnotnull"].flag(),
          .default_expression = row["default_expression"].optional_text(),
          .default_literal = row["typdefault"].optional_text(),
      };
    }
  });
}

// The name the server makes up is left out.
std::string not_null_clause(const Object& object, const Renderer& renderer) {
  const Object* named = catalog::record<Type>(object).domain_not_null;
  if (named == nullptr) return " NOT NULL";
  if (as_constraint(*named).separate) return "";
  if (named->name == object.name + "_not_null") return " NOT NULL";
  return ' ' + inline_constraint(renderer, *named);
}

std::string create_domain(const Object& object, const Renderer& renderer) {
  const Type& shared = catalog::record<Type>(object);
  const Domain& self = std::any_cast<const Domain&>(shared.extra);
  std::string out = "CREATE DOMAIN " + renderer.qualified(object) + " AS " + self.base;
  if (!self.collation.empty())
    out += " COLLATE " + renderer.dialect().quote.qualified(self.collation_schema, self.collation);
  if (self.not_null) out += not_null_clause(object, renderer);
  if (self.default_expression)
    out += " DEFAULT " + *self.default_expression;
  else if (self.default_literal)
    out += " DEFAULT " + renderer.literal(*self.default_literal);
  for (const Object* check : shared.domain_checks)
    if (!as_constraint(*check).separate) out += "\n\t" + inline_constraint(renderer, *check);
  return out + ";\n";
}

void render_constraint_comments(const Object& object, Renderer& renderer) {
  const Type& shared = catalog::record<Type>(object);
  const auto comment_on = [&](const Object& inside) {
    if (!as_constraint(inside).separate) render_constraint_comment(renderer, inside);
  };
  for (const Object* check : shared.domain_checks) comment_on(*check);
  if (shared.domain_not_null != nullptr) comment_on(*shared.domain_not_null);
}

void render_domain(const Object& object, Renderer& renderer) {
  if (object.wants(catalog::Component::definition))
    render_type_entry(renderer, object, "DOMAIN", create_domain(object, renderer),
                      "DROP DOMAIN " + renderer.qualified(object) + ";\n");
  render_type_facets(renderer, object, "DOMAIN");
  render_constraint_comments(object, renderer);
}

void add_domain_constraint(Reader& reader, const pg::Row& row) {
  Object& owner = *reader.store().find(class_id::pg_type, row["contypid"].oid());
  Object& object = reader.add(constraint, {class_id::pg_constraint, row["oid"].oid()}, row["conname"].str());
  object.schema = owner.schema;
  object.parent = &owner;
  Constraint self;
  self.contype = row["contype"].character();
  self.domain = &owner;
  self.definition = row["definition"].str();
  self.validated = row["convalidated"].flag();
  // What is not validated may only come after the rows that violate it.
  self.separate = !self.validated;
  object.record = std::move(self);
  Type& shared = catalog::record<Type>(owner);
  if (as_constraint(object).contype == 'n')
    shared.domain_not_null = &object;
  else
    shared.domain_checks.push_back(&object);
}

}  // namespace

void read_domain_constraints(Reader& reader) {
  std::vector<Object*> domains;
  for (Object* object : reader.store().of(domain))
    if (object->extension == nullptr && object->schema != nullptr &&
        object->schema->member_components.has(catalog::Component::definition))
      domains.push_back(object);
  if (domains.empty()) return;
  reader.ask(catalog::with_oids(constraints_query, domains), constraints_gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) add_domain_constraint(reader, row);
  });
}

const catalog::Kind domain = {
    .name = "DOMAIN", .read_details = read_domain_details, .render = render_domain, .break_loop = loosen_from_function};

}  // namespace pgdumpcore::kinds
