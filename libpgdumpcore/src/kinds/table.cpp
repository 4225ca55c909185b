#include "kinds/table.hpp"

#include "kinds/column.hpp"
#include "kinds/configuration_table.hpp"
#include "kinds/constraint.hpp"
#include "kinds/inheritance.hpp"
#include "kinds/relation_facets.hpp"
#include "kinds/table_attach.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;

namespace {

// Functions that look into the relation itself: only for locked ones.
constexpr std::string_view table_details_query = R"sql(
SELECT c.oid, pg_catalog.pg_get_partkeydef(c.oid) AS partition_key,
       pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_bound,
       CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type
  FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) wanted(oid)
  JOIN pg_catalog.pg_class c ON c.oid = wanted.oid)sql";

// What other kinds ask depends on the marks, so they are not left for settle().
void read_table(Reader& reader) {
  mark_configuration_tables(reader);
  mark_interesting(reader.store());
  read_columns(reader);
}

void read_table_details(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(table)) {
    const Relation& details = as_relation(*object);
    const bool special = details.relkind == 'p' || details.is_partition || details.of_type_oid != 0;
    if (special && object->wants(Component::definition)) wanted.push_back(object);
  }
  if (wanted.empty()) return;
  reader.ask(with_oids(table_details_query, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Relation& details = as_relation(*reader.store().find(class_id::pg_class, row["oid"].oid()));
      details.partition_key = row["partition_key"].str();
      details.partition_bound = row["partition_bound"].str();
      details.of_type = row["of_type"].str();
    }
  });
}

// A partition is made as a table of its own, so that it needs its parents' constraints too when it is attached.
bool states_check(const Relation& details, const Object& check) {
  const Constraint& rule = as_constraint(check);
  return !rule.separate && (rule.local || details.is_partition);
}

std::string create_table(const Renderer& renderer, const Object& object) {
  const Relation& details = as_relation(object);
  // 18 knows no unlogged partitioned tables; older servers accepted the word, without any effect.
  const bool unlogged = details.persistence == 'u' && (renderer.major() < 18 || details.relkind != 'p');
  std::string out = fmt::format("CREATE {}TABLE {}", unlogged ? "UNLOGGED " : "", renderer.qualified(object));
  if (details.of_type_oid != 0) out += " OF " + details.of_type;
  out += table_elements(renderer, details);
  out += inherits_clause(renderer, details);
  if (details.relkind == 'p') out += "\nPARTITION BY " + details.partition_key;
  out += with_options(renderer, details) + ";\n";
  if (renderer.major() < 14 && details.is_partition) out += attach_partition(renderer, object);
  out += column_settings(renderer, object);
  return out + relation_settings(renderer, object);
}

void render_table_definition(const Object& object, Renderer& renderer) {
  const Relation& details = as_relation(object);
  catalog::Statement statement = renderer.statement(object, "TABLE");
  statement.tablespace = details.tablespace;
  // Since 17 partitioned tables have one, for partitions to come.
  if (details.relkind == 'r' || renderer.major() >= 17) statement.access_method = details.access_method;
  if (renderer.major() >= 17) statement.relkind = details.relkind;
  statement.create = create_table(renderer, object);
  statement.drop = fmt::format("DROP TABLE {};\n", renderer.qualified(object));
  renderer.emit(std::move(statement));
  render_relation_labels(renderer, object, "TABLE");
  render_element_comments(renderer, object);
}

void render_table(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) render_table_definition(object, renderer);
  render_relation_acl(renderer, object);
}

}  // namespace

const catalog::Kind table = {.name = "TABLE",
                             .selection_rule = catalog::SelectionRule::by_table_rule,
                             .read = read_table,
                             .read_details = read_table_details,
                             .render = render_table};

std::string table_elements(const Renderer& renderer, const Relation& details) {
  std::vector<std::string> all = column_elements(renderer, details);
  for (const Object* check : details.checks)
    if (states_check(details, *check)) all.push_back(inline_constraint(renderer, *check));
  if (all.empty()) return details.of_type_oid != 0 ? "" : " (\n)";
  return fmt::format(" (\n    {}\n)", fmt::join(all, ",\n    "));
}

void render_element_comments(Renderer& renderer, const Object& object) {
  render_not_null_comments(renderer, object);
  for (const Object* check : as_relation(object).checks) {
    const Constraint& self = as_constraint(*check);
    if (!self.separate && self.local) render_constraint_comment(renderer, *check);
  }
}

}  // namespace pgdumpcore::kinds
