#include "kinds/default_acl.hpp"

#include "kinds/acl.hpp"

#include <pgdumpcore/error.hpp>

#include <algorithm>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_default_acl;

namespace {

struct ObjectType {
  char letter;
  std::string_view name;
};

constexpr ObjectType object_types[] = {{'r', "TABLES"}, {'S', "SEQUENCES"}, {'f', "FUNCTIONS"},
                                       {'T', "TYPES"},  {'n', "SCHEMAS"},   {'L', "LARGE OBJECTS"}};

// Default privileges of the whole database replace the built-in ones; those of a schema are added to them, and so
// start from nothing. acldefault() calls a sequence by another letter.
constexpr std::string_view default_acl_query = R"(
  SELECT d.oid, d.defaclobjtype, d.defaclnamespace, pg_catalog.pg_get_userbyid(d.defaclrole) AS role, d.defaclacl,
         CASE WHEN d.defaclnamespace = 0
              THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END,
                                         d.defaclrole)
              ELSE '{}' END AS built_in_acl
    FROM pg_catalog.pg_default_acl d
   ORDER BY d.oid)";

void read_default_acl(Reader& reader) {
  if (reader.options().no_privileges) return;
  reader.ask(default_acl_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(default_acl, {pg_default_acl, row["oid"].oid()}, row["defaclobjtype"].str(),
                                  row["defaclnamespace"].oid());
      object.owner = reader.store().texts(row["role"].view());
      object.acl = std::make_unique<catalog::Acl>(
          catalog::Acl{.current = row["defaclacl"].str(), .built_in = row["built_in_acl"].str()});
      object.available = Component::acl;
    }
  });
}

std::strong_ordering compare_default_acl_names(const Object& a, const Object& b) {
  return a.owner <=> b.owner;
}

void render_default_acl(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::acl)) return;
  const auto* const found = std::ranges::find(object_types, object.name.front(), &ObjectType::letter);
  if (found == std::end(object_types))
    throw Error(Fault::unsupported, "unrecognized object type in default privileges: " + object.name);
  const std::string type(found->name);

  std::string prefix = "ALTER DEFAULT PRIVILEGES FOR ROLE " + renderer.id(object.owner) + ' ';
  if (object.schema != nullptr) prefix += "IN SCHEMA " + renderer.id(object.schema->name) + ' ';
  Statement statement = renderer.statement(object, "DEFAULT ACL");
  statement.tag = "DEFAULT PRIVILEGES FOR " + type;
  statement.create = acl_commands(renderer.dialect(), *object.acl, {.type = type, .owner = object.owner}, prefix);
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind default_acl = {.name = "DEFAULT ACL",
                                   .selection_rule = catalog::SelectionRule::in_schema,
                                   .read = read_default_acl,
                                   .render = render_default_acl,
                                   .compare_equal_names = compare_default_acl_names};

}  // namespace pgdumpcore::kinds
