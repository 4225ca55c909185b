#include "kinds/inheritance.hpp"

#include "kinds/attribute_default.hpp"
#include "kinds/column.hpp"

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

// What a column's namesakes in the parents bring.
struct Inherited {
  bool not_null = false;
  bool valid_not_null = false;
  bool plain_default = false;
  bool same_expression = false;   // generated, as the child has it
  bool other_expression = false;  // generated in another way
};

const AttributeDefault* default_of(const Column& column) {
  return column.default_value == nullptr ? nullptr : &catalog::record<AttributeDefault>(*column.default_value);
}

Inherited inherited(const Relation& child, const Column& column, int major) {
  Inherited out;
  const AttributeDefault* own = default_of(column);
  for (const Object* parent : child.parents) {
    const Column* theirs = find_column(as_relation(*parent), column.name);
    if (theirs == nullptr) continue;
    const AttributeDefault* value = default_of(*theirs);
    out.not_null |= theirs->not_null;
    out.valid_not_null |= theirs->not_null && theirs->not_null_valid;
    if (theirs->generated != '\0') {
      // Until 15, a generation expression in a parent was the child's too.
      const bool same = major < 16 || (value != nullptr && own != nullptr && value->expression == own->expression);
      (same ? out.same_expression : out.other_expression) = true;
    } else if (value != nullptr) {
      // A NULL may be one that was added here for a table that came earlier; later majors count none of them, so
      // that the order of the tables does not matter.
      out.plain_default |= major < 16 || value->expression != "NULL";
    }
  }
  return out;
}

void settle(Store& store, Object& object, Column& column, int major) {
  const Relation& child = as_relation(object);
  const Inherited from = inherited(child, column, major);
  if (major < 18) {
    // Without rows for not-null constraints nobody can say whose it is; a parent's is taken for the child's.
    if (from.not_null) column.not_null_local = false;
  } else if (!from.valid_not_null) {
    column.not_null_local = true;
  }
  if (from.plain_default && column.default_value == nullptr)
    column.default_value = &add_null_default(store, object, column.number);
  if (!from.same_expression || from.other_expression || child.is_partition) return;
  if (major < 16)
    column.default_value = nullptr;
  else
    catalog::record<AttributeDefault>(*column.default_value).inherited = true;
}

}  // namespace

void mark_interesting(Store& store) {
  const std::vector<Object*> all = relations(store);
  for (Object* object : all) {
    Relation& details = as_relation(*object);
    details.interesting = details.configuration || object->wants(Component::definition) ||
                          object->wants(Component::data) || object->wants(Component::statistics);
  }
  for (const Object* object : all) {
    if (!object->wanted.any()) continue;
    for (Object* parent : as_relation(*object).parents) as_relation(*parent).interesting = true;
  }
}

void settle_inherited_columns(Reader& reader) {
  for (Object* object : relations(reader.store())) {
    Relation& child = as_relation(*object);
    if (!object->wanted.any() || child.parents.empty()) continue;
    for (Column& column : child.columns)
      if (!column.dropped) settle(reader.store(), *object, column, reader.major());
  }
}

std::string inherits_clause(const Renderer& renderer, const Relation& child) {
  if (child.parents.empty() || child.is_partition) return "";
  std::string list;
  for (const Object* parent : child.parents) list += (list.empty() ? "" : ", ") + renderer.qualified(*parent);
  return "\nINHERITS (" + list + ")";
}

}  // namespace pgdumpcore::kinds
