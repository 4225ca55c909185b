#include "kinds/range_type.hpp"

#include "kinds/type.hpp"

#include <array>

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Reader;
using catalog::Renderer;

namespace {

struct Range {
  std::string subtype{};         // formatted
  std::string multirange{};      // formatted; 14 and later
  std::string opclass_schema{};  // both empty when it is the subtype's default
  std::string opclass{};
  std::string collation_schema{};  // both empty when it is the subtype's own
  std::string collation{};
  std::string canonical{};  // as regproc
  std::string subtype_diff{};
};

constexpr std::string_view ranges_query = R"sql(
SELECT range.rngtypid,
       pg_catalog.format_type(range.rngsubtype, NULL) AS subtype,
       ${multirange} AS multirange,
       opclass_schema.nspname AS opclass_schema,
       opclass.opcname AS opclass,
       collation_schema.nspname AS collation_schema,
       coll.collname AS collation,
       CASE WHEN range.rngcanonical <> 0 THEN range.rngcanonical END AS canonical,
       CASE WHEN range.rngsubdiff <> 0 THEN range.rngsubdiff END AS subtype_diff
  FROM pg_catalog.pg_range range
       JOIN pg_catalog.pg_type subtype ON subtype.oid = range.rngsubtype
       LEFT JOIN pg_catalog.pg_opclass opclass ON opclass.oid = range.rngsubopc AND NOT opclass.opcdefault
       LEFT JOIN pg_catalog.pg_namespace opclass_schema ON opclass_schema.oid = opclass.opcnamespace
       LEFT JOIN pg_catalog.pg_collation coll
              ON coll.oid = range.rngcollation AND range.rngcollation <> subtype.typcollation
       LEFT JOIN pg_catalog.pg_namespace collation_schema ON collation_schema.oid = coll.collnamespace
 WHERE range.rngtypid = ANY ('%OIDS%'::pg_catalog.oid[])
)sql";

constexpr std::array<catalog::VersionedText, 1> ranges_gates = {{
    {"multirange", 14, "pg_catalog.format_type(range.rngmultitypid, NULL)", "NULL"},
}};

void read_range_type_details(Reader& reader) {
  add_shells(reader, range_type);
  const std::vector<Object*> ranges = types_to_define(reader.store(), range_type);
  if (ranges.empty()) return;
  reader.ask(catalog::with_oids(ranges_query, ranges), ranges_gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* object = reader.store().find(catalog::class_id::pg_type, row["rngtypid"].oid());
      catalog::record<Type>(*object).extra = Range{
          .subtype = row["subtype"].str(),
          .multirange = row["multirange"].str(),
          .opclass_schema = row["opclass_schema"].str(),
          .opclass = row["opclass"].str(),
          .collation_schema = row["collation_schema"].str(),
          .collation = row["collation"].str(),
          .canonical = row["canonical"].str(),
          .subtype_diff = row["subtype_diff"].str(),
      };
    }
  });
}

std::string create_range_type(const Object& object, const Renderer& renderer) {
  const Range& range = std::any_cast<const Range&>(catalog::record<Type>(object).extra);
  const auto& quote = renderer.dialect().quote;
  std::string out = "CREATE TYPE " + renderer.qualified(object) + " AS RANGE (\n    subtype = " + range.subtype;
  const auto clause = [&](std::string_view name, const std::string& value) {
    out.append(",\n    ").append(name).append(" = ").append(value);
  };
  if (!range.multirange.empty()) clause("multirange_type_name", range.multirange);
  if (!range.opclass.empty()) clause("subtype_opclass", quote.qualified(range.opclass_schema, range.opclass));
  if (!range.collation.empty()) clause("collation", quote.qualified(range.collation_schema, range.collation));
  if (!range.canonical.empty()) clause("canonical", range.canonical);
  if (!range.subtype_diff.empty()) clause("subtype_diff", range.subtype_diff);
  return out + "\n);\n";
}

void render_range_type(const Object& object, Renderer& renderer) {
  if (object.wants(catalog::Component::definition))
    render_type_entry(renderer, object, "TYPE", create_range_type(object, renderer),
                      "DROP TYPE " + renderer.qualified(object) + ";\n");
  render_type_facets(renderer, object, "TYPE");
}

}  // namespace

const catalog::Kind range_type = {.name = "TYPE",
                                  .read_details = read_range_type_details,
                                  .render = render_range_type,
                                  .break_loop = loosen_from_function};

}  // namespace pgdumpcore::kinds
