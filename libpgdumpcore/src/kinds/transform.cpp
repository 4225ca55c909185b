#include "kinds/transform.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"
#include "kinds/routine.hpp"
#include "kinds/type.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_transform;
using catalog::class_id::pg_type;

namespace {

struct Transform {
  Oid type = 0;
  std::string language{};
  std::string from_sql{};  // signatures; one of the two may be empty
  std::string to_sql{};
};

constexpr std::string_view transform_query = R"(
  SELECT t.oid, t.trftype, l.lanname, {} AS from_sql, {} AS to_sql
    FROM pg_catalog.pg_transform t
    JOIN pg_catalog.pg_language l ON l.oid = t.trflang
   ORDER BY t.trftype, t.trflang)";

void read_transform(Reader& reader) {
  reader.ask(
      fmt::format(transform_query, signature_sql("t.trffromsql"), signature_sql("t.trftosql")),
      [&reader](const pg::Result& rows) {
        for (const pg::Row row : rows) {
          const Oid oid = row["trftype"].oid();
          const std::string language = row["lanname"].str();
          const Object* const type = reader.store().find(pg_type, oid);
          // A name of its own is only needed for the order.
          const std::string name = (type == nullptr ? std::string() : type->name) + ' ' + language;
          Object& object = reader.add(transform, {pg_transform, row["oid"].oid()}, name);
          object.record = Transform{
              .type = oid, .language = language, .from_sql = row["from_sql"].str(), .to_sql = row["to_sql"].str()};
        }
      });
}

void render_transform(const Object& object, Renderer& renderer) {
  const Transform& record = catalog::record<Transform>(object);
  const std::string name =
      fmt::format("FOR {} LANGUAGE {}", formatted_type(renderer.store(), record.type), renderer.id(record.language));
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "TRANSFORM");
    statement.tag = "TRANSFORM " + name;
    std::string functions;
    if (!record.from_sql.empty()) functions = "FROM SQL WITH FUNCTION " + record.from_sql;
    if (!record.to_sql.empty())
      functions += (functions.empty() ? "" : ", ") + ("TO SQL WITH FUNCTION " + record.to_sql);
    statement.create = fmt::format("CREATE TRANSFORM {} ({});\n", name, functions);
    statement.drop = fmt::format("DROP TRANSFORM {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, {.type = "TRANSFORM", .name = name});
}

}  // namespace

const catalog::Kind transform = {.name = "TRANSFORM",
                                 .selection_rule = catalog::SelectionRule::in_schema,
                                 .read = read_transform,
                                 .render = render_transform};

}  // namespace pgdumpcore::kinds
