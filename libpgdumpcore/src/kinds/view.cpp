#include "kinds/view.hpp"

#include "kinds/column.hpp"
#include "kinds/relation_facets.hpp"
#include "pg/array.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_class;

namespace {

// Extensions come in the order the dependencies were made: that is how they lie in pg_depend.
constexpr std::string_view view_detail_query = R"(
  SELECT wanted.oid, pg_catalog.pg_get_viewdef(wanted.oid) AS definition,
         ARRAY(SELECT e.extname
                 FROM pg_catalog.pg_depend d
                 JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = wanted.oid
                  AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'x'
                ORDER BY d.ctid) AS extensions
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid))";

ViewDetail take_view_detail(const pg::Row& row, const Object& object) {
  ViewDetail out;
  out.definition = row["definition"].str();
  if (out.definition.empty())
    throw Error(Fault::data, fmt::format("definition of view \"{}\" appears to be empty (length zero)", object.name));
  // Other clauses follow the SELECT.
  if (out.definition.ends_with(';')) out.definition.pop_back();
  out.extensions = pg::parse_text_array(row["extensions"].view());
  return out;
}

void read_plain_view_details(Reader& reader) {
  read_view_details(reader, view);
}

void render_view(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const Relation& relation = as_relation(object);
    Statement statement = renderer.statement(object, "VIEW");
    statement.relkind = relation.relkind;
    statement.create =
        relation.dummy_view ? create_dummy_view(renderer, object, "CREATE") : create_view(renderer, object, "CREATE");
    statement.drop = fmt::format("DROP VIEW {};\n", renderer.qualified(object));
    renderer.emit(std::move(statement));
    render_relation_labels(renderer, object, "VIEW");
  }
  render_relation_acl(renderer, object);
}

}  // namespace

void read_view_details(Reader& reader, const catalog::Kind& kind) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(kind))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(view_detail_query, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = *reader.store().find(pg_class, row["oid"].oid());
      as_relation(object).extra = take_view_detail(row, object);
    }
  });
}

const ViewDetail& view_detail(const Object& object) {
  const auto* detail = std::any_cast<ViewDetail>(&as_relation(object).extra);
  if (detail == nullptr) throw Error(Fault::internal, "the definition of view " + object.name + " was not read");
  return *detail;
}

std::string create_view(const Renderer& renderer, const Object& object, const std::string& create) {
  const Relation& self = as_relation(object);
  std::string out = fmt::format("{} VIEW {}", create, renderer.qualified(object));
  if (const std::string options = option_list(renderer, self.options); !options.empty())
    out += fmt::format(" WITH ({})", options);
  out += " AS\n" + view_detail(object).definition;
  if (!self.check_option.empty()) out += fmt::format("\n  WITH {} CHECK OPTION", self.check_option);
  return out + ";\n";
}

std::string create_dummy_view(const Renderer& renderer, const Object& object, const std::string& create) {
  std::string columns;
  for (const Column& column : as_relation(object).columns) {
    if (!columns.empty()) columns += ',';
    columns += "\n    NULL::" + column.type;
    // CREATE OR REPLACE VIEW cannot change it afterwards.
    columns += collate_clause(renderer, column) + " AS " + renderer.id(column.name);
  }
  return fmt::format("{} VIEW {} AS\nSELECT{};\n", create, renderer.qualified(object), columns);
}

const catalog::Kind view = {.name = "VIEW",
                            .selection_rule = catalog::SelectionRule::by_table_rule,
                            .read_details = read_plain_view_details,
                            .render = render_view};

}  // namespace pgdumpcore::kinds
