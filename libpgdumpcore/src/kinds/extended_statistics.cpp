#include "kinds/extended_statistics.hpp"

#include "catalog/reader.hpp"
#include "kinds/comment.hpp"
#include "kinds/relation.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
using catalog::class_id::pg_class;
using catalog::class_id::pg_statistic_ext;

namespace {

struct ExtendedStatistics {
  std::string definition{};  // pg_get_statisticsobjdef
  int target = -1;           // -1: the default, which is NULL in the catalog since 17
};

constexpr std::string_view statistics_query = R"(
  SELECT oid, stxname, stxnamespace, stxrelid, stxstattarget,
         pg_catalog.pg_get_userbyid(stxowner) AS owner
    FROM pg_catalog.pg_statistic_ext
   ORDER BY oid)";

constexpr std::string_view extended_statistics_definition_query = R"(
  SELECT wanted.oid, pg_catalog.pg_get_statisticsobjdef(wanted.oid) AS definition
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid))";

// Statistics belong to their own schema, but come only with their table.
void read_extended_statistics(Reader& reader) {
  const Store& store = reader.store();
  reader.ask(statistics_query, [&store, &reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      const Object* const table = store.find(pg_class, row["stxrelid"].oid());
      if (table == nullptr || !table->wants(Component::definition)) continue;
      Object& object = reader.add(extended_statistics, {pg_statistic_ext, row["oid"].oid()}, row["stxname"].str(),
                                  row["stxnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      ExtendedStatistics self;
      if (!row["stxstattarget"].is_null()) self.target = row["stxstattarget"].small();
      object.record = std::move(self);
    }
  });
}

void read_extended_statistics_details(Reader& reader) {
  const Store& store = reader.store();
  std::vector<Object*> wanted;
  for (Object* object : store.of(extended_statistics))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(extended_statistics_definition_query, wanted), [&store](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = *store.find(pg_statistic_ext, row["oid"].oid());
      catalog::record<ExtendedStatistics>(object).definition = row["definition"].str();
    }
  });
}

void render_extended_statistics(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const auto& self = catalog::record<ExtendedStatistics>(object);
    auto statement = renderer.statement(object, "STATISTICS");
    statement.create = self.definition + ";\n";
    if (self.target >= 0)
      statement.create +=
          fmt::format("ALTER STATISTICS {} SET STATISTICS {};\n", renderer.qualified(object), self.target);
    statement.drop = fmt::format("DROP STATISTICS {};\n", renderer.qualified(object));
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "STATISTICS"));
}

}  // namespace

const catalog::Kind extended_statistics = {.name = "STATISTICS",
                                           .selection_rule = catalog::SelectionRule::in_schema,
                                           .read = read_extended_statistics,
                                           .read_details = read_extended_statistics_details,
                                           .render = render_extended_statistics};

}  // namespace pgdumpcore::kinds
