#include "kinds/security_label.hpp"

#include "kinds/setting.hpp"

namespace pgdumpcore::kinds {

using catalog::Address;
using catalog::Component;
using catalog::Label;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;

namespace {

// Of the shared objects only subscriptions belong to one database; its own labels the database reads itself.
// Nothing orders the providers but the time they came.
constexpr std::string_view label_query = R"(
  SELECT classoid, objoid, objsubid, provider, label, ctid
    FROM pg_catalog.pg_seclabel
  UNION ALL
  SELECT classoid, objoid, 0, provider, label, ctid
    FROM pg_catalog.pg_shseclabel
   WHERE classoid = 'pg_catalog.pg_subscription'::pg_catalog.regclass
   ORDER BY 1, 2, 3, 6)";

}  // namespace

void read_security_labels(Reader& reader) {
  if (reader.options().no_security_labels) return;
  catalog::Store& store = reader.store();
  reader.ask(label_query, [&store](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      const Address address{row.at(0).oid(), row.at(1).oid(), row.at(2).small()};
      Object* const object = store.find(address);
      if (object == nullptr) continue;
      object->available |= Component::security_label;
      store.security_labels[address].push_back({.provider = row.at(3).str(), .text = row.at(4).str()});
    }
  });
}

void render_security_label(Renderer& renderer, const Object& object, const CommentTarget& labelled,
                           const Address* address) {
  if (renderer.options().no_security_labels || !object.wants(Component::security_label)) return;
  const auto& all = renderer.store().security_labels;
  const auto found = all.find(address == nullptr ? object.address : *address);
  if (found == all.end()) return;

  Statement statement;
  statement.tag = labelled.type + ' ' + labelled.name;
  statement.description = "SECURITY LABEL";
  statement.schema = labelled.schema;
  statement.owner = labelled.owner;
  statement.depends_on = {&object};
  for (const Label& label : found->second) {
    statement.create += "SECURITY LABEL FOR " + renderer.id(label.provider) + " ON " + labelled.type + ' ';
    if (!labelled.schema.empty()) statement.create += renderer.id(labelled.schema) + '.';
    const std::string text =
        labelled.type == "DATABASE" ? shared_literal(renderer.dialect(), label.text) : renderer.literal(label.text);
    statement.create += labelled.name + " IS " + text + ";\n";
  }
  renderer.emit(std::move(statement));
}

}  // namespace pgdumpcore::kinds
