#include "kinds/composite_type.hpp"

#include "kinds/comment.hpp"
#include "kinds/type.hpp"

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
namespace class_id = catalog::class_id;

namespace {

struct Attribute {
  int number = 0;
  std::string name{};
  std::string type{};              // formatted, with its modifier
  std::string collation_schema{};  // both empty when it is the type's own
  std::string collation{};
};

struct Composite {
  std::vector<Attribute> attributes{};  // the dropped ones left out
};

constexpr std::string_view attributes_query = R"sql(
SELECT composite.oid,
       a.attnum,
       a.attname,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       collation_schema.nspname AS collation_schema,
       coll.collname AS collation
  FROM pg_catalog.pg_type composite
       JOIN pg_catalog.pg_attribute a ON a.attrelid = composite.typrelid
       JOIN pg_catalog.pg_type own ON own.oid = a.atttypid
       LEFT JOIN pg_catalog.pg_collation coll
              ON coll.oid = a.attcollation AND a.attcollation <> own.typcollation
       LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = coll.collnamespace
 WHERE composite.oid = ANY ('%OIDS%'::pg_catalog.oid[])
   AND a.attnum > 0
   AND NOT a.attisdropped
 ORDER BY composite.oid, a.attnum
)sql";

void read_composite_type_details(Reader& reader) {
  const std::vector<Object*> composites = types_to_define(reader.store(), composite_type);
  if (composites.empty()) return;
  for (Object* object : composites) catalog::record<Type>(*object).extra = Composite{};
  reader.ask(catalog::with_oids(attributes_query, composites), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* object = reader.store().find(class_id::pg_type, row["oid"].oid());
      std::any_cast<Composite>(&catalog::record<Type>(*object).extra)
          ->attributes.push_back({.number = row["attnum"].small(),
                                  .name = row["attname"].str(),
                                  .type = row["type"].str(),
                                  .collation_schema = row["collation_schema"].str(),
                                  .collation = row["collation"].str()});
    }
  });
}

const std::vector<Attribute>& attributes_of(const Object& object) {
  return std::any_cast<Composite>(&catalog::record<Type>(object).extra)->attributes;
}

std::string create_composite_type(const Object& object, const Renderer& renderer) {
  std::string out = "CREATE TYPE " + renderer.qualified(object) + " AS (";
  std::string_view separator = "\n\t";
  for (const Attribute& attribute : attributes_of(object)) {
    out.append(separator).append(renderer.id(attribute.name)).append(" ").append(attribute.type);
    if (!attribute.collation.empty())
      out += " COLLATE " + renderer.dialect().quote.qualified(attribute.collation_schema, attribute.collation);
    separator = ",\n\t";
  }
  return out + "\n);\n";
}

void render_attribute_comments(const Object& object, Renderer& renderer) {
  const catalog::Oid relation = catalog::record<Type>(object).relation;
  for (const Attribute& attribute : attributes_of(object)) {
    CommentTarget column = labelled(renderer, object, "COLUMN");
    column.name += '.' + renderer.id(attribute.name);
    const catalog::Address address{class_id::pg_class, relation, attribute.number};
    render_comment(renderer, object, column, &address);
  }
}

void render_composite_type(const Object& object, Renderer& renderer) {
  const bool defined = object.wants(catalog::Component::definition);
  if (defined)
    render_type_entry(renderer, object, "TYPE", create_composite_type(object, renderer),
                      "DROP TYPE " + renderer.qualified(object) + ";\n");
  render_type_facets(renderer, object, "TYPE");
  if (defined) render_attribute_comments(object, renderer);
}

}  // namespace

const catalog::Kind composite_type = {.name = "TYPE",
                                      .read_details = read_composite_type_details,
                                      .render = render_composite_type,
                                      .break_loop = loosen_from_function};

}  // namespace pgdumpcore::kinds
