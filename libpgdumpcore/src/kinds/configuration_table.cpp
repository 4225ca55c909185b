#include "kinds/configuration_table.hpp"

#include "kinds/extension.hpp"
#include "kinds/relation.hpp"

#include <string_view>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Object;
using catalog::Reader;

namespace {

// Rows go with their extension: there are none of one that the options for extensions leave out. Those of an extension
// that is left out only because parts of the database were asked for are dumped when their table or its schema is among
// those parts; a schema that is the extension's own is none.
bool takes_configuration_rows(const Object& owner, const Object& table) {
  if (owner.rows_excluded || table.rows_excluded) return false;
  if (owner.wants(Component::definition)) return true;
  return table.named || (table.schema != nullptr && table.schema->wanted.has(Component::data));
}

void mark(const Reader& reader, const Object& owner) {
  const auto& details = catalog::record<Extension>(owner);
  for (std::size_t i = 0; i < details.configuration.size(); ++i) {
    Object* object = reader.store().find(class_id::pg_class, details.configuration[i]);
    if (object == nullptr || !takes_configuration_rows(owner, *object)) continue;
    Relation& table = as_relation(*object);
    if (std::string_view("rSmf").find(table.relkind) == std::string_view::npos) continue;
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
