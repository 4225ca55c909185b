#include "kinds/configuration_table.hpp"

#include "kinds/extension.hpp"
#include "kinds/relation.hpp"

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Object;
using catalog::Reader;

namespace {

// Rows go with their extension; those of an extension that is left out only because parts of the database were asked
// for are dumped when their table or its schema is among those parts.
bool takes_rows(const Reader& reader, const Object& owner, const Object& table) {
  if (table.rows_excluded) return false;
  if (owner.wants(Component::definition)) return true;
  if (!reader.options().include_extensions.empty()) return false;
  return table.named || (table.schema != nullptr && table.schema->wanted_inside.has(Component::data));
}

void mark(const Reader& reader, const Object& owner) {
  const auto& details = catalog::record<Extension>(owner);
  for (std::size_t i = 0; i < details.configuration.size(); ++i) {
    Object* object = reader.store().find(class_id::pg_class, details.configuration[i]);
    if (object == nullptr || !takes_rows(reader, owner, *object)) continue;
    Relation& table = as_relation(*object);
    if (table.relkind != 'r' && table.relkind != 'S') continue;
    if (table.persistence == 'u' && reader.options().no_unlogged_table_data) continue;
    table.configuration = true;
    if (i < details.conditions.size()) table.configuration_condition = details.conditions[i];
  }
}

}  // namespace

void mark_configuration_tables(const Reader& reader) {
  for (const Object* owner : reader.store().of(extension)) mark(reader, *owner);
}

}  // namespace pgdumpcore::kinds
