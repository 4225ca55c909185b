#include "kinds/enum_type.hpp"

#include "kinds/type.hpp"

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Reader;
using catalog::Renderer;

namespace {

struct Enum {
  std::vector<std::string> labels{};
};

constexpr std::string_view labels_query = R"sql(
SELECT enumtypid, enumlabel
  FROM pg_catalog.pg_enum
 WHERE enumtypid = ANY ('%OIDS%'::pg_catalog.oid[])
 ORDER BY enumtypid, enumsortorder
)sql";

void read_enum_type_details(Reader& reader) {
  const std::vector<Object*> enums = types_to_define(reader.store(), enum_type);
  if (enums.empty()) return;
  for (Object* object : enums) catalog::record<Type>(*object).extra = Enum{};
  reader.ask(catalog::with_oids(labels_query, enums), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* object = reader.store().find(catalog::class_id::pg_type, row["enumtypid"].oid());
      std::any_cast<Enum>(&catalog::record<Type>(*object).extra)->labels.push_back(row["enumlabel"].str());
    }
  });
}

std::string create_enum_type(const Object& object, const Renderer& renderer) {
  std::string out = "CREATE TYPE " + renderer.qualified(object) + " AS ENUM (";
  std::string_view separator = "\n    ";
  for (const std::string& label : std::any_cast<Enum>(&catalog::record<Type>(object).extra)->labels) {
    out += separator;
    out += renderer.literal(label);
    separator = ",\n    ";
  }
  return out + "\n);\n";
}

void render_enum_type(const Object& object, Renderer& renderer) {
  if (object.wants(catalog::Component::definition))
    render_type_entry(renderer, object, "TYPE", create_enum_type(object, renderer),
                      "DROP TYPE " + renderer.qualified(object) + ";\n");
  render_type_facets(renderer, object, "TYPE");
}

}  // namespace

const catalog::Kind enum_type = {.name = "TYPE",
                                 .read_details = read_enum_type_details,
                                 .render = render_enum_type,
                                 .break_loop = loosen_from_function};

}  // namespace pgdumpcore::kinds
