#include "kinds/index_attach.hpp"

#include "catalog/reader.hpp"
#include "kinds/index.hpp"
#include "kinds/relation.hpp"
#include "kinds/table_attach.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
using catalog::class_id::pg_class;

namespace {

struct IndexAttach {
  Object* whole = nullptr;
  Object* part = nullptr;
};

void add_attach(Reader& reader, Object& whole, Object& part) {
  // No catalog row is an attachment's own; pg_inherits' would be shared by table and index.
  Object& object = reader.add(index_attach, {}, part.name);
  object.schema = part.schema;
  object.parent = &part;
  object.record = IndexAttach{&whole, &part};
  as_index(whole).attaches.push_back(&object);
}

void add_index_attaches(Reader& reader) {
  Store& store = reader.store();
  for (Object* part : store.of(index)) {
    const Index& self = as_index(*part);
    if (self.parent_oid == 0 || !as_relation(*self.table).is_partition) continue;
    Object* const whole = store.find(pg_class, self.parent_oid);
    if (whole != nullptr && whole->kind == &index) add_attach(reader, *whole, *part);
  }
}

void read_index_attach(Reader& reader) {
  reader.then([&reader] { add_index_attaches(reader); });
}

// Both indexes have to be there, in either order. The tables are named for restores that work in parallel: an
// attachment locks them.
void add_index_attach_dependencies(Store& store) {
  for (Object* object : store.of(index_attach)) {
    const auto& self = catalog::record<IndexAttach>(*object);
    depend(*object, *self.part);
    depend(*object, *self.whole);
    depend(*object, *as_index(*self.part).table);
    depend(*object, *as_index(*self.whole).table);
  }
}

void render_index_attach(const Object& object, Renderer& renderer) {
  const auto& self = catalog::record<IndexAttach>(object);
  if (!self.part->wants(Component::definition)) return;
  auto statement = renderer.statement(object, "INDEX ATTACH");
  // An attachment has no owner; this one may run the command.
  statement.owner = as_index(*self.whole).table->owner;
  statement.create = fmt::format("ALTER INDEX {} ATTACH PARTITION {};\n", renderer.qualified(*self.whole),
                                 renderer.qualified(*self.part));
  statement.waits_for = partitioned_above(*as_index(*self.part).table);
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind index_attach = {.name = "INDEX ATTACH",
                                    .selection_rule = catalog::SelectionRule::with_parent,
                                    .read = read_index_attach,
                                    .add_dependencies = add_index_attach_dependencies,
                                    .render = render_index_attach};

}  // namespace pgdumpcore::kinds
