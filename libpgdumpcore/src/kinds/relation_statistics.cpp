#include "kinds/relation_statistics.hpp"

#include "kinds/foreign_table.hpp"
#include "kinds/index.hpp"
#include "kinds/materialized_view.hpp"
#include "kinds/relation.hpp"
#include "kinds/restore_call.hpp"
#include "kinds/table.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

constexpr StatisticsArgument relation_arguments[] = {
    {"relpages", "integer"}, {"reltuples", "real"}, {"relallvisible", "integer"}, {"relallfrozen", "integer"}};

constexpr StatisticsArgument column_arguments[] = {
    {"inherited", "boolean"},           {"null_frac", "real"},
    {"avg_width", "integer"},           {"n_distinct", "real"},
    {"most_common_vals", "text"},       {"most_common_freqs", "real[]"},
    {"histogram_bounds", "text"},       {"correlation", "real"},
    {"most_common_elems", "text"},      {"most_common_elem_freqs", "real[]"},
    {"elem_count_histogram", "real[]"}, {"range_length_histogram", "text"},
    {"range_empty_frac", "real"},       {"range_bounds_histogram", "text"}};

struct ColumnStatistics {
  std::string name{};
  std::string number{};
  std::vector<std::optional<std::string>> values{};  // in the order of column_arguments
};

struct Statistics {
  Object* relation = nullptr;  // a table, a materialized view or an index
  std::vector<std::string> values{};
  std::vector<ColumnStatistics> columns{};
};

constexpr std::string_view relation_query = R"(
  SELECT c.oid, c.relpages, c.reltuples, c.relallvisible, c.relallfrozen
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_class c ON c.oid = wanted.oid)";

// The view, unlike the catalog, shows to each user what they may see.
constexpr std::string_view column_query = R"(
  SELECT a.attrelid, a.attnum, s.*
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_class c ON c.oid = wanted.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname
   ORDER BY a.attrelid, s.attname, s.inherited)";

void add_statistics_of(Reader& reader, const catalog::Kind& kind, Object& relation) {
  // No address: pg_depend's words about the relation are not about its statistics.
  Object& object = reader.add(kind, {}, relation.name);
  object.schema = relation.schema;
  object.parent = &relation;
  object.available = Component::statistics;
  object.wanted = Component::statistics;
  object.record = Statistics{.relation = &relation};
}

void add_statistics(Reader& reader) {
  const Contents contents = contents_of(reader.options());
  if (!contents.statistics) return;
  if (reader.major() < 18)
    throw Error(Fault::unsupported,
                fmt::format("statistics can be dumped from servers since 18; this one is {}", reader.server().text));
  for (Object* relation : relations(reader.store())) {
    const bool defined = relation->wants(Component::definition);
    // pg_dump takes those of a configuration table's indexes, though not the table's own.
    if (!defined && !as_relation(*relation).configuration) continue;
    const bool refreshed = relation->kind == &materialized_view && contents.data;
    if (defined &&
        (relation->kind == &table || relation->kind == &materialized_view || relation->kind == &foreign_table))
      add_statistics_of(reader, refreshed ? late_relation_statistics : relation_statistics, *relation);
    for (Object* index : as_relation(*relation).indexes) add_statistics_of(reader, late_relation_statistics, *index);
  }
}

void read_relation_statistics(Reader& reader) {
  reader.then([&reader] { add_statistics(reader); });
}

void take_column(const pg::Row& row, Statistics& out) {
  ColumnStatistics& column = out.columns.emplace_back();
  column.name = row["attname"].str();
  column.number = row["attnum"].str();
  for (const StatisticsArgument& argument : column_arguments)
    column.values.push_back(row[argument.name].optional_text());
}

void read_relation_statistics_details(Reader& reader, const catalog::Kind& kind) {
  std::vector<Object*> wanted;
  std::unordered_map<catalog::Oid, Statistics*> by_relation;
  for (Object* object : reader.store().of(kind)) {
    Statistics& record = catalog::record<Statistics>(*object);
    wanted.push_back(record.relation);
    by_relation[record.relation->address.objid] = &record;
  }
  if (wanted.empty()) return;
  reader.ask(with_oids(relation_query, wanted), [by_relation](const pg::Result& relations) {
    for (const pg::Row row : relations)
      for (const StatisticsArgument& argument : relation_arguments)
        by_relation.at(row["oid"].oid())->values.push_back(row[argument.name].str());
  });
  reader.ask(with_oids(column_query, wanted), [by_relation](const pg::Result& columns) {
    for (const pg::Row row : columns) take_column(row, *by_relation.at(row["attrelid"].oid()));
  });
}

void read_relation_statistics_details(Reader& reader) {
  read_relation_statistics_details(reader, relation_statistics);
}

void read_late_details(Reader& reader) {
  read_relation_statistics_details(reader, late_relation_statistics);
}

// What has to be there first: the relation, an index's constraint, a materialized view's rows.
std::vector<Object*> needed(const Object& object) {
  Object* const relation = catalog::record<Statistics>(object).relation;
  std::vector<Object*> out = {relation};
  if (relation->kind == &index && as_index(*relation).constraint != nullptr)
    out.push_back(as_index(*relation).constraint);
  if (relation->kind == &materialized_view && as_relation(*relation).data != nullptr)
    out.push_back(as_relation(*relation).data);
  return out;
}

void add_relation_statistics_dependencies(Store& store) {
  for (const catalog::Kind* kind : {&relation_statistics, &late_relation_statistics})
    for (Object* object : store.of(*kind))
      for (Object* first : needed(*object)) depend(*object, *first);
}

std::string relation_call(const Renderer& renderer, const Statistics& self) {
  RestoreCall call(renderer, "pg_restore_relation_stats", catalog::schema_name(*self.relation), self.relation->name);
  for (std::size_t i = 0; i < self.values.size(); ++i) call.add(relation_arguments[i], self.values[i]);
  return std::move(call).text();
}

// The columns of an index go by number, for their names are the server's own choice.
std::string column_call(const Renderer& renderer, const Statistics& self, const ColumnStatistics& column) {
  RestoreCall call(renderer, "pg_restore_attribute_stats", catalog::schema_name(*self.relation), self.relation->name);
  if (self.relation->kind == &index)
    call.add(StatisticsArgument{"attnum", "smallint"}, column.number);
  else
    call.add("attname", column.name);
  call.add(column_arguments, column.values);
  return std::move(call).text();
}

void render_relation_statistics(const Object& object, Renderer& renderer) {
  const Statistics& self = catalog::record<Statistics>(object);
  catalog::Statement statement = renderer.statement(object, "STATISTICS DATA");
  statement.depends_as_object = false;
  for (const Object* first : needed(object)) statement.depends_on.push_back(first);
  statement.create = relation_call(renderer, self);
  for (const ColumnStatistics& column : self.columns) statement.create += column_call(renderer, self, column);
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind relation_statistics = {.name = "STATISTICS DATA",
                                           .selection_rule = catalog::SelectionRule::decided_by_kind,
                                           .read = read_relation_statistics,
                                           .read_details = read_relation_statistics_details,
                                           .add_dependencies = add_relation_statistics_dependencies,
                                           .render = render_relation_statistics};

const catalog::Kind late_relation_statistics = {.name = "STATISTICS DATA",
                                                .selection_rule = catalog::SelectionRule::decided_by_kind,
                                                .read_details = read_late_details,
                                                .render = render_relation_statistics};

}  // namespace pgdumpcore::kinds
