#include "kinds/publication_schema.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_namespace;
using catalog::class_id::pg_publication;
using catalog::class_id::pg_publication_namespace;

namespace {

constexpr std::string_view publication_schema_query =
    "SELECT oid, pnpubid, pnnspid FROM pg_catalog.pg_publication_namespace ORDER BY oid";

struct PublicationSchema {
  const Object* publication = nullptr;
};

void read_publication_schema(Reader& reader) {
  if (reader.major() < 15) return;
  const catalog::Store& store = reader.store();
  reader.ask(publication_schema_query, [&store, &reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      const Object* const publication = store.find(pg_publication, row["pnpubid"].oid());
      const Object* const schema = store.find(pg_namespace, row["pnnspid"].oid());
      if (publication == nullptr || schema == nullptr) continue;
      // A schema that is left out is not there to be published after a restore. pg_dump 15 to 17 say so too.
      if (!schema->wanted.any()) continue;
      Object& object = reader.add(publication_schema, {pg_publication_namespace, row["oid"].oid()}, schema->name);
      object.owner = publication->owner;  // who has to run the command
      object.record = PublicationSchema{.publication = publication};
    }
  });
}

std::strong_ordering compare_publication_schema_names(const Object& a, const Object& b) {
  return catalog::record<PublicationSchema>(a).publication->name <=>
         catalog::record<PublicationSchema>(b).publication->name;
}

// No DROP: the membership goes with the schema or the publication.
void render_publication_schema(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::definition)) return;
  const std::string& publication = catalog::record<PublicationSchema>(object).publication->name;
  Statement statement = renderer.statement(object, "PUBLICATION TABLES IN SCHEMA");
  statement.tag = publication + ' ' + object.name;
  statement.schema = object.name;
  statement.create = fmt::format("ALTER PUBLICATION {} ADD TABLES IN SCHEMA {};\n", renderer.id(publication),
                                 renderer.id(object.name));
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind publication_schema = {.name = "PUBLICATION TABLES IN SCHEMA",
                                          .selection_rule = catalog::SelectionRule::whole_database,
                                          .read = read_publication_schema,
                                          .render = render_publication_schema,
                                          .compare_equal_names = compare_publication_schema_names};

}  // namespace pgdumpcore::kinds
