#include "kinds/cast.hpp"

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
using catalog::VersionedText;
using catalog::class_id::pg_cast;
using catalog::class_id::pg_type;

namespace {

struct Cast {
  Oid source = 0;
  Oid target = 0;
  char method = '\0';      // f(unction) i(nout) b(inary)
  char context = '\0';     // e(xplicit) a(ssignment) i(mplicit)
  std::string function{};  // its signature
};

// The cast of a range to its multirange comes with the range.
constexpr std::string_view cast_query = R"(
  SELECT c.oid, c.castsource, c.casttarget, c.castmethod, c.castcontext, {} AS function
    FROM pg_catalog.pg_cast c
   WHERE ${{is_own}} AND c.oid >= 16384
   ORDER BY c.castsource, c.casttarget)";

constexpr VersionedText cast_gates[] = {
    {"is_own", 14,
     "NOT EXISTS (SELECT FROM pg_catalog.pg_range r WHERE r.rngtypid = c.castsource AND "
     "r.rngmultitypid = c.casttarget)",
     "true"}};

std::string type_name(const catalog::Store& store, Oid oid) {
  const Object* const type = store.find(pg_type, oid);
  return type == nullptr ? std::string() : type->name;
}

void read_cast(Reader& reader) {
  reader.ask(fmt::format(cast_query, signature_sql("c.castfunc")), cast_gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      const Oid source = row["castsource"].oid();
      const Oid target = row["casttarget"].oid();
      // A name of its own is only needed for the order.
      const std::string name = type_name(reader.store(), source) + ' ' + type_name(reader.store(), target);
      Object& object = reader.add(cast, {pg_cast, row["oid"].oid()}, name);
      object.record = Cast{.source = source,
                           .target = target,
                           .method = row["castmethod"].character(),
                           .context = row["castcontext"].character(),
                           .function = row["function"].str()};
    }
  });
}

std::string create_cast(const std::string& types, const Cast& record) {
  std::string out = "CREATE CAST " + types;
  switch (record.method) {
    case 'f':
      out += " WITH FUNCTION " + record.function;
      break;
    case 'i':
      out += " WITH INOUT";
      break;
    default:
      out += " WITHOUT FUNCTION";
      break;
  }
  if (record.context == 'a') out += " AS ASSIGNMENT";
  if (record.context == 'i') out += " AS IMPLICIT";
  return out + ";\n";
}

void render_cast(const Object& object, Renderer& renderer) {
  const Cast& record = catalog::record<Cast>(object);
  const std::string types = fmt::format("({} AS {})", formatted_type(renderer.store(), record.source),
                                        formatted_type(renderer.store(), record.target));
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "CAST");
    statement.tag = "CAST " + types;
    statement.create = create_cast(types, record);
    statement.drop = fmt::format("DROP CAST {};\n", types);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, {.type = "CAST", .name = types});
}

}  // namespace

const catalog::Kind cast = {
    .name = "CAST", .selection_rule = catalog::SelectionRule::in_database, .read = read_cast, .render = render_cast};

}  // namespace pgdumpcore::kinds
