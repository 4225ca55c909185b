#include "kinds/extended_statistics_data.hpp"

#include "catalog/reader.hpp"
#include "kinds/extended_statistics.hpp"
#include "kinds/restore_call.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

constexpr StatisticsArgument extended_arguments[] = {{"inherited", "boolean"},
                                                     {"n_distinct", "pg_ndistinct"},
                                                     {"dependencies", "pg_dependencies"},
                                                     {"most_common_vals", "text[]"},
                                                     {"most_common_freqs", "double precision[]"},
                                                     {"most_common_base_freqs", "double precision[]"},
                                                     {"exprs", "jsonb"}};

// One of at most two: of the table alone, and of it with its heirs.
struct Found {
  std::string schema{};  // the table's
  std::string table{};
  std::vector<std::optional<std::string>> values{};  // in the order of `extended_arguments`
};

struct Data {
  std::vector<Found> found{};
};

// The views, unlike the catalogs, show to each user what they may see.
constexpr std::string_view extended_statistics_data_query = R"(
  SELECT s.statistics_id, s.schemaname, s.tablename, s.inherited, s.n_distinct, s.dependencies, s.most_common_vals,
         s.most_common_freqs, s.most_common_base_freqs, e.exprs
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_stats_ext s ON s.statistics_id = wanted.oid
    LEFT JOIN LATERAL
         (SELECT pg_catalog.jsonb_pretty(pg_catalog.jsonb_agg(pg_catalog.jsonb_strip_nulls(
                   pg_catalog.jsonb_build_object(
                     'null_frac', x.null_frac::pg_catalog.text, 'avg_width', x.avg_width::pg_catalog.text,
                     'n_distinct', x.n_distinct::pg_catalog.text,
                     'most_common_vals', x.most_common_vals::pg_catalog.text,
                     'most_common_freqs', x.most_common_freqs::pg_catalog.text,
                     'histogram_bounds', x.histogram_bounds::pg_catalog.text,
                     'correlation', x.correlation::pg_catalog.text,
                     'most_common_elems', x.most_common_elems::pg_catalog.text,
                     'most_common_elem_freqs', x.most_common_elem_freqs::pg_catalog.text,
                     'elem_count_histogram', x.elem_count_histogram::pg_catalog.text,
                     'range_length_histogram', x.range_length_histogram::pg_catalog.text,
                     'range_empty_frac', x.range_empty_frac::pg_catalog.text,
                     'range_bounds_histogram', x.range_bounds_histogram::pg_catalog.text)))) AS exprs
            FROM pg_catalog.pg_stats_ext_exprs x
           WHERE x.statistics_id = s.statistics_id AND x.inherited = s.inherited) AS e ON true
   ORDER BY s.statistics_id, s.inherited)";

void add_data(Reader& reader) {
  if (!contents_of(reader.options()).statistics || reader.major() < 19) return;
  for (Object* statistics : reader.store().of(extended_statistics)) {
    if (!statistics->wants(Component::definition)) continue;
    // No address: pg_depend's words about the object are not about its data.
    Object& object = reader.add(extended_statistics_data, {}, statistics->name);
    object.schema = statistics->schema;
    object.owner = statistics->owner;
    object.parent = statistics;
    object.available = Component::statistics;
    object.wanted = Component::statistics;
    object.record = Data{};
  }
}

void read_extended_statistics_data(Reader& reader) {
  reader.then([&reader] { add_data(reader); });
}

void read_extended_statistics_data_details(Reader& reader) {
  std::vector<Object*> wanted;
  std::unordered_map<catalog::Oid, Data*> by_oid;
  for (Object* object : reader.store().of(extended_statistics_data)) {
    wanted.push_back(object->parent);
    by_oid[object->parent->address.objid] = &catalog::record<Data>(*object);
  }
  if (wanted.empty()) return;
  reader.ask(with_oids(extended_statistics_data_query, wanted), [by_oid = std::move(by_oid)](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Found& found = by_oid.at(row["statistics_id"].oid())->found.emplace_back();
      found.schema = row["schemaname"].str();
      found.table = row["tablename"].str();
      for (const StatisticsArgument& argument : extended_arguments)
        found.values.push_back(row[argument.name].optional_text());
    }
  });
}

void add_extended_statistics_data_dependencies(Store& store) {
  for (Object* object : store.of(extended_statistics_data)) depend(*object, *object->parent);
}

std::string call(const Renderer& renderer, const Object& object, const Found& found) {
  RestoreCall out(renderer, "pg_restore_extended_stats", found.schema, found.table);
  out.add("statistics_schemaname", catalog::schema_name(object));
  out.add("statistics_name", object.name);
  out.add(extended_arguments, found.values);
  return std::move(out).text();
}

void render_extended_statistics_data(const Object& object, Renderer& renderer) {
  const Data& self = catalog::record<Data>(object);
  if (self.found.empty()) return;
  catalog::Statement statement = renderer.statement(object, "EXTENDED STATISTICS DATA");
  statement.depends_as_object = false;
  statement.depends_on = {object.parent};
  for (const Found& found : self.found) statement.create += call(renderer, object, found);
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind extended_statistics_data = {.name = "EXTENDED STATISTICS DATA",
                                                .selection_rule = catalog::SelectionRule::decided_by_kind,
                                                .read = read_extended_statistics_data,
                                                .read_details = read_extended_statistics_data_details,
                                                .add_dependencies = add_extended_statistics_data_dependencies,
                                                .render = render_extended_statistics_data};

}  // namespace pgdumpcore::kinds
