#include "kinds/materialized_view.hpp"

#include "catalog/store.hpp"
#include "kinds/column.hpp"
#include "kinds/extension_dependence.hpp"
#include "kinds/relation_facets.hpp"
#include "kinds/rule.hpp"
#include "kinds/view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Loop;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Section;
using catalog::Statement;
using catalog::Store;

namespace {

// Of a materialized_view_data object; its parent is the view.
struct Refresh {
  bool possible = true;  // the view and all it stands on are populated
};

void read_materialized_view_details(Reader& reader) {
  read_view_details(reader, materialized_view);
}

std::string create_command(const Renderer& renderer, const Object& object) {
  return fmt::format("CREATE MATERIALIZED VIEW {}{} AS\n{}\n  WITH NO DATA;\n", renderer.qualified(object),
                     with_options(renderer, as_relation(object)), view_detail(object).definition);
}

void render_materialized_view(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const Relation& relation = as_relation(object);
    Statement statement = renderer.statement(object, "MATERIALIZED VIEW");
    if (relation.postponed_definition) statement.section = Section::post_data;
    statement.tablespace = relation.tablespace;
    statement.access_method = relation.access_method;
    statement.relkind = relation.relkind;
    statement.create = create_command(renderer, object) +
                       extension_dependence(renderer, "MATERIALIZED VIEW", renderer.qualified(object),
                                            view_detail(object).extensions) +
                       column_settings(renderer, object) + relation_settings(renderer, object);
    statement.drop = fmt::format("DROP MATERIALIZED VIEW {};\n", renderer.qualified(object));
    renderer.emit(std::move(statement));
    render_relation_labels(renderer, object, "MATERIALIZED VIEW");
  }
  render_relation_acl(renderer, object);
}

// A materialized view cannot be split as a view can. Where it needs something that comes after the data, such as the
// primary key that a GROUP BY relies on, it moves there itself, and everything that needs it follows: each of them
// has an edge from the boundary, and each such edge is taken away in a call of its own.
bool break_materialized_view_loop(Loop& loop, Store& store) {
  if (loop.size() <= 2 || holds_view_and_rule(loop)) return false;
  const auto is_matview = [](const Object* object) { return object->kind == &materialized_view; };
  if (std::ranges::none_of(loop, is_matview)) return false;
  const auto boundary = std::ranges::find(loop, store.pre_data_boundary);
  if (boundary == loop.end()) return false;
  Object& next = std::next(boundary) == loop.end() ? *loop.front() : **std::next(boundary);
  undepend(**boundary, next);
  if (is_matview(&next)) as_relation(next).postponed_definition = true;
  return true;
}

void add_data_objects(Reader& reader) {
  const Contents contents = contents_of(reader.options());
  for (Object* object : reader.store().of(materialized_view)) {
    const bool taken = contents.data && object->wants(Component::data) && !object->rows_excluded;
    // One that an extension has registered is refreshed wherever the extension is made, without other data too.
    if (!taken && !(as_relation(*object).configuration && contents.schema)) continue;
    // Under class 0, so that nothing that pg_depend says about the view is said about its rows.
    Object& data = reader.add(materialized_view_data, {catalog::class_id::none, object->address.objid}, object->name);
    data.schema = object->schema;
    data.owner = object->owner;
    data.parent = object;
    data.wanted = Component::data;
    data.available = Component::data;
    data.record = Refresh{.possible = as_relation(*object).populated};
    as_relation(*object).data = &data;
  }
}

void read_data_objects(Reader& reader) {
  reader.then([&reader] { add_data_objects(reader); });
}

// The materialized views that `object` reads, directly or through views. The edges of ON SELECT rules know.
std::vector<Object*> materialized_sources(const Object& object) {
  std::vector<Object*> found;
  std::vector<const Object*> to_visit = {&object};
  std::unordered_set<const Object*> seen = {&object};
  while (!to_visit.empty()) {
    const Object* const view_rule = as_relation(*to_visit.back()).view_rule;
    to_visit.pop_back();
    if (view_rule == nullptr) continue;
    for (Object* source : view_rule->depends_on) {
      const bool materialized = source->kind == &materialized_view;
      if ((!materialized && source->kind != &view) || !seen.insert(source).second) continue;
      if (materialized) found.push_back(source);
      to_visit.push_back(source);
    }
  }
  return found;
}

// A refresh comes after those of the materialized views it reads; while one of these is not populated, it would fail.
void add_data_dependencies(Store& store) {
  for (Object* object : store.of(materialized_view_data)) {
    depend(*object, *object->parent);
    for (const Object* source : materialized_sources(*object->parent)) {
      Object* const data = as_relation(*source).data;
      if (data == nullptr) continue;
      depend(*object, *data);
      if (!as_relation(*source).populated) catalog::record<Refresh>(*object).possible = false;
    }
  }
}

void render_data(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::data) || !catalog::record<Refresh>(object).possible) return;
  Statement statement = renderer.statement(object, "MATERIALIZED VIEW DATA");
  statement.create = fmt::format("REFRESH MATERIALIZED VIEW {};\n", renderer.qualified(*object.parent));
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind materialized_view = {.name = "MATERIALIZED VIEW",
                                         .selection_rule = catalog::SelectionRule::by_table_rule,
                                         .read_details = read_materialized_view_details,
                                         .render = render_materialized_view,
                                         .break_loop = break_materialized_view_loop};

const catalog::Kind materialized_view_data = {.name = "MATERIALIZED VIEW DATA",
                                              .selection_rule = catalog::SelectionRule::decided_by_kind,
                                              .read = read_data_objects,
                                              .add_dependencies = add_data_dependencies,
                                              .render = render_data};

}  // namespace pgdumpcore::kinds
