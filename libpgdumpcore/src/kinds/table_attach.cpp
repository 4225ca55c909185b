#include "kinds/table_attach.hpp"

#include "kinds/relation.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

void add_table_attaches(Reader& reader) {
  if (reader.major() < 14) return;
  Store& store = reader.store();
  for (Object* partition : relations(store)) {
    const Relation& details = as_relation(*partition);
    if (!details.is_partition || !partition->wants(Component::definition)) continue;
    if (details.parents.size() != 1)
      throw Error(Fault::data, fmt::format("invalid number of parents {} for table \"{}\"", details.parents.size(),
                                           partition->name));
    Object& object = store.add(table_attach, {}, partition->name);
    object.schema = partition->schema;
    object.parent = partition;
    object.owner = partition->owner;
  }
}

void read_table_attach(Reader& reader) {
  reader.then([&reader] { add_table_attaches(reader); });
}

// No catalog row stands for this object, so no pg_depend row does either.
void add_table_attach_dependencies(Store& store) {
  for (Object* object : store.of(table_attach)) {
    depend(*object, *object->parent);
    depend(*object, *as_relation(*object->parent).parents.front());
  }
}

void render_table_attach(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::definition)) return;
  catalog::Statement statement = renderer.statement(object, "TABLE ATTACH");
  statement.create = attach_partition(renderer, *object.parent);
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind table_attach = {.name = "TABLE ATTACH",
                                    .selection_rule = catalog::SelectionRule::with_parent,
                                    .read = read_table_attach,
                                    .add_dependencies = add_table_attach_dependencies,
                                    .render = render_table_attach};

std::string attach_partition(const Renderer& renderer, const Object& partition) {
  const Relation& details = as_relation(partition);
  return fmt::format("ALTER TABLE ONLY {} ATTACH PARTITION {} {};\n", renderer.qualified(*details.parents.front()),
                     renderer.qualified(partition), details.partition_bound);
}

std::vector<const Object*> partitioned_above(const Object& child) {
  std::vector<const Object*> above;
  for (const Object* at = &child; as_relation(*at).is_partition;) {
    at = as_relation(*at).parents.front();
    above.push_back(at);
  }
  return above;
}

std::vector<const Object*> tables_below(const Object& parent) {
  std::vector<const Object*> below;
  const Object* at = &parent;
  for (std::size_t next = 0;; at = below[next++]) {
    for (const Object* child : as_relation(*at).children)
      if (std::ranges::find(below, child) == below.end()) below.push_back(child);
    if (next == below.size()) return below;
  }
}

}  // namespace pgdumpcore::kinds
