#include "kinds/foreign_table.hpp"

#include "kinds/column.hpp"
#include "kinds/foreign_options.hpp"
#include "kinds/inheritance.hpp"
#include "kinds/relation_facets.hpp"
#include "kinds/table.hpp"
#include "kinds/table_attach.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;

namespace {

// In Relation.extra.
struct ForeignTable {
  std::string server{};
  std::string options{};
};

constexpr std::string_view foreign_table_details_query = R"sql(
SELECT t.ftrelid, s.srvname, {} AS options, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS partition_bound
  FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) wanted(oid)
  JOIN pg_catalog.pg_class c ON c.oid = wanted.oid
  JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = c.oid
  JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver)sql";

constexpr std::string_view column_options_query = R"sql(
SELECT a.attrelid, a.attnum, {} AS options
  FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) wanted(oid)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = wanted.oid AND a.attnum > 0
 WHERE a.attfdwoptions IS NOT NULL)sql";

Relation& relation_of(const Reader& reader, const pg::Field& oid) {
  return as_relation(*reader.store().find(class_id::pg_class, oid.oid()));
}

void read_foreign_table_details(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(foreign_table))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  const std::string details_sql = fmt::format(foreign_table_details_query, foreign_options_sql("t.ftoptions"));
  reader.ask(with_oids(details_sql, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Relation& details = relation_of(reader, row["ftrelid"]);
      details.partition_bound = row["partition_bound"].str();
      details.extra = ForeignTable{.server = row["srvname"].str(), .options = row["options"].str()};
    }
  });
  const std::string columns_sql = fmt::format(column_options_query, foreign_options_sql("a.attfdwoptions"));
  reader.ask(with_oids(columns_sql, wanted), [&reader](const pg::Result& columns) {
    for (const pg::Row row : columns) {
      Relation& details = relation_of(reader, row["attrelid"]);
      details.columns.at(static_cast<std::size_t>(row["attnum"].integer()) - 1).foreign_options = row["options"].str();
    }
  });
}

std::string create_foreign_table(const Renderer& renderer, const Object& object) {
  const Relation& details = as_relation(object);
  const auto& foreign = std::any_cast<const ForeignTable&>(details.extra);
  std::string out =
      fmt::format("CREATE FOREIGN TABLE {}{}{}\nSERVER {}{}{};\n", renderer.qualified(object),
                  table_elements(renderer, details), inherits_clause(renderer, details), renderer.id(foreign.server),
                  with_options(renderer, details), options_clause("\n", foreign.options));
  if (renderer.major() < 14 && details.is_partition) out += attach_partition(renderer, object);
  return out + column_settings(renderer, object) + relation_settings(renderer, object);
}

void render_foreign_table(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    catalog::Statement statement = renderer.statement(object, "FOREIGN TABLE");
    // Until 14 the tablespace was reset before them too, though they have none.
    if (renderer.major() < 15) statement.tablespace = as_relation(object).tablespace;
    if (renderer.major() >= 17) statement.relkind = 'f';
    statement.create = create_foreign_table(renderer, object);
    statement.drop = fmt::format("DROP FOREIGN TABLE {};\n", renderer.qualified(object));
    renderer.emit(std::move(statement));
    render_relation_labels(renderer, object, "FOREIGN TABLE");
    render_element_comments(renderer, object);
  }
  render_relation_acl(renderer, object);
}

}  // namespace

const catalog::Kind foreign_table = {.name = "FOREIGN TABLE",
                                     .selection_rule = catalog::SelectionRule::by_table_rule,
                                     .read_details = read_foreign_table_details,
                                     .render = render_foreign_table};

}  // namespace pgdumpcore::kinds
