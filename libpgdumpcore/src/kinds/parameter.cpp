#include "kinds/parameter.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/acl.hpp"

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;

namespace {

// Parameters have no owner of their own: the bootstrap superuser has their privileges, and has given what others have.
constexpr std::string_view parameter_query = R"(
  SELECT parname, pg_catalog.pg_get_userbyid(10) AS owner, paracl,
         pg_catalog.acldefault('p', 10) AS built_in_acl
    FROM pg_catalog.pg_parameter_acl
   ORDER BY parname COLLATE "C")";

void read_parameter(Reader& reader) {
  if (reader.major() < 15) return;
  reader.ask(parameter_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(parameter, {}, row["parname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      object.wanted = Component::acl;
      catalog::set_acl(reader, object, row["paracl"], row["built_in_acl"]);
    }
  });
}

void render_parameter(const Object& object, Renderer& renderer) {
  render_acl(renderer, object, {.type = "PARAMETER", .name = renderer.id(object.name), .owner = object.owner});
}

}  // namespace

const catalog::Kind parameter = {.name = "PARAMETER",
                                 .selection_rule = catalog::SelectionRule::decided_by_kind,
                                 .read = read_parameter,
                                 .render = render_parameter};

}  // namespace pgdumpcore::kinds
