#include "kinds/tablespace.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/acl.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;

namespace {

struct Tablespace {
  std::string location{};
  std::string options{};
  std::string comment{};
};

constexpr std::string_view tablespace_query = R"(
  SELECT t.oid, t.spcname, pg_catalog.pg_get_userbyid(t.spcowner) AS owner,
         pg_catalog.pg_tablespace_location(t.oid) AS location,
         pg_catalog.array_to_string(t.spcoptions, ', ') AS options,
         pg_catalog.shobj_description(t.oid, 'pg_tablespace') AS comment,
         t.spcacl, pg_catalog.acldefault('t', t.spcowner) AS built_in_acl
    FROM pg_catalog.pg_tablespace AS t
   WHERE t.spcname !~ '^pg_'
   ORDER BY t.spcname COLLATE "C")";

void read_tablespaces(Reader& reader) {
  reader.ask(tablespace_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object =
          reader.add(tablespace, {catalog::class_id::pg_tablespace, row["oid"].oid()}, row["spcname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      object.wanted = Component::definition | Component::acl;
      catalog::set_acl(reader, object, row["spcacl"], row["built_in_acl"]);
      object.record = Tablespace{
          .location = row["location"].str(), .options = row["options"].str(), .comment = row["comment"].str()};
    }
  });
}

void render_tablespace(const Object& object, Renderer& renderer) {
  const Tablespace& record = catalog::record<Tablespace>(object);
  const std::string name = renderer.id(object.name);
  // A relative path is that of a tablespace within the data directory, which is made with an empty location by those
  // who ask for it.
  const bool in_place = !record.location.starts_with('/');
  const std::string location = in_place ? std::string() : record.location;
  Statement statement = renderer.statement(object, "TABLESPACE");
  if (in_place) statement.create = "SET allow_in_place_tablespaces = on;\n";
  statement.create +=
      fmt::format("CREATE TABLESPACE {}{} LOCATION {};\n", name,
                  object.owner.empty() ? "" : " OWNER " + renderer.id(object.owner), renderer.literal(location));
  if (!record.options.empty()) statement.create += fmt::format("ALTER TABLESPACE {} SET ({});\n", name, record.options);
  if (!record.comment.empty() && !renderer.options().no_comments)
    statement.create += fmt::format("COMMENT ON TABLESPACE {} IS {};\n", name, renderer.literal(record.comment));
  renderer.emit(std::move(statement));
  render_acl(renderer, object, {.type = "TABLESPACE", .name = name, .owner = object.owner});
}

}  // namespace

const catalog::Kind tablespace = {.name = "TABLESPACE",
                                  .selection_rule = catalog::SelectionRule::decided_by_kind,
                                  .read = read_tablespaces,
                                  .render = render_tablespace};

}  // namespace pgdumpcore::kinds
