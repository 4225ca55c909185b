#include "kinds/attribute_default.hpp"

#include "kinds/column.hpp"
#include "kinds/constraint.hpp"
#include "kinds/inheritance.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Loop;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

constexpr std::string_view defaults_query = R"sql(
SELECT d.oid, d.adrelid, d.adnum, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
  FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) relation(oid)
  JOIN pg_catalog.pg_attrdef d ON d.adrelid = relation.oid
 ORDER BY d.adrelid, d.adnum)sql";

AttributeDefault& as_default(Object& object) {
  return catalog::record<AttributeDefault>(object);
}
const AttributeDefault& as_default(const Object& object) {
  return catalog::record<AttributeDefault>(object);
}

Object& add_default(Store& store, catalog::Address address, AttributeDefault value) {
  Object& object = store.add(attribute_default, address, value.table->name);
  object.schema = value.table->schema;
  object.parent = value.table;
  object.owner = value.table->owner;
  object.record = std::move(value);
  return object;
}

// Generation expressions have no command that sets them afterwards, views have no CREATE that could hold a default.
bool starts_separate(const Relation& details, const Column& column) {
  if (column.generated != '\0') return false;
  return details.relkind == 'v' || !stated(details, column);
}

void take_defaults(Store& store, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object* owner = store.find(class_id::pg_class, row["adrelid"].oid());
    Relation& details = as_relation(*owner);
    const int number = row["adnum"].small();
    Column& column = details.columns.at(static_cast<std::size_t>(number) - 1);
    if (column.dropped) continue;
    column.default_value = &add_default(store, {class_id::pg_attrdef, row["oid"].oid()},
                                        {.table = owner,
                                         .column = number,
                                         .expression = row["expression"].str(),
                                         .separate = starts_separate(details, column)});
  }
}

void read_defaults(Reader& reader) {
  std::vector<Object*> with_defaults;
  for (Object* object : relations(reader.store()))
    if (std::ranges::any_of(as_relation(*object).columns, &Column::has_default)) with_defaults.push_back(object);
  if (with_defaults.empty()) return;
  reader.ask(with_oids(defaults_query, with_defaults),
             [&store = reader.store()](const pg::Result& rows) { take_defaults(store, rows); });
}

// The columns say which tables have any.
void read_attribute_default(Reader& reader) {
  if (contents_of(reader.options()).schema) reader.then([&reader] { read_defaults(reader); });
  reader.then([&reader] { settle_inherited_columns(reader); });
}

// A default inside CREATE TABLE has to come before its table, so that what it speaks of does.
void add_attribute_default_dependencies(Store& store) {
  for (Object* object : store.of(attribute_default)) {
    const AttributeDefault& value = as_default(*object);
    const bool catalogued = object->address.objid != 0;
    if (!value.separate && catalogued) depend(*value.table, *object);
    if (value.separate && !catalogued) depend(*object, *value.table);
  }
}

bool holds_check_of(const Loop& loop, const Object* owner) {
  return std::ranges::any_of(loop, [&](const Object* object) {
    return object->kind == &constraint && as_constraint(*object).contype == 'c' &&
           as_constraint(*object).table == owner;
  });
}

// A table and its own default always form a loop, since each asks for the other. The default then stays inside.
// In a longer loop, such as one through a function that takes the table's row type, the default comes afterwards.
bool break_attribute_default_loop(Loop& loop, Store&) {
  for (Object* owner : loop) {
    for (Object* object : loop) {
      if (object->kind != &attribute_default || as_default(*object).table != owner) continue;
      if (loop.size() == 2) {
        undepend(*object, *owner);
        return true;
      }
      if (holds_check_of(loop, owner)) return false;
      undepend(*owner, *object);
      as_default(*object).separate = true;
      depend(*object, *owner);
      return true;
    }
  }
  return false;
}

void render_attribute_default(const Object& object, Renderer& renderer) {
  const AttributeDefault& value = as_default(object);
  if (!value.separate || value.inherited || !object.wants(Component::definition)) return;
  const Relation& details = as_relation(*value.table);
  const std::string& name = details.columns.at(static_cast<std::size_t>(value.column) - 1).name;
  const std::string_view foreign = details.relkind == 'f' ? "FOREIGN " : "";
  const std::string target = renderer.qualified(*value.table);
  catalog::Statement statement = renderer.statement(object, "DEFAULT");
  statement.tag = value.table->name + ' ' + name;
  statement.create = fmt::format("ALTER {}TABLE ONLY {} ALTER COLUMN {} SET DEFAULT {};\n", foreign, target,
                                 renderer.id(name), value.expression);
  statement.drop = fmt::format("ALTER {}TABLE {} ALTER COLUMN {} DROP DEFAULT;\n", foreign, target, renderer.id(name));
  renderer.emit(std::move(statement));
}

std::strong_ordering compare_attribute_default_names(const Object& a, const Object& b) {
  return as_default(a).column <=> as_default(b).column;
}

}  // namespace

const catalog::Kind attribute_default = {.name = "DEFAULT",
                                         .selection_rule = catalog::SelectionRule::with_parent,
                                         .read = read_attribute_default,
                                         .add_dependencies = add_attribute_default_dependencies,
                                         .render = render_attribute_default,
                                         .compare_equal_names = compare_attribute_default_names,
                                         .break_loop = break_attribute_default_loop};

Object& add_null_default(Store& store, Object& owner, int column) {
  const Relation& details = as_relation(owner);
  const bool separate = !stated(details, details.columns.at(static_cast<std::size_t>(column) - 1));
  return add_default(store, {}, {.table = &owner, .column = column, .expression = "NULL", .separate = separate});
}

}  // namespace pgdumpcore::kinds
