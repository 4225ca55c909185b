#include "kinds/conversion.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_conversion;

namespace {

struct Conversion {
  std::string from{};
  std::string to{};
  std::string function{};  // as regproc prints it, quoted where needed
  bool is_default = false;
};

constexpr std::string_view conversion_query = R"(
  SELECT oid, conname, connamespace, pg_catalog.pg_get_userbyid(conowner) AS owner,
         pg_catalog.pg_encoding_to_char(conforencoding) AS from_encoding,
         pg_catalog.pg_encoding_to_char(contoencoding) AS to_encoding, conproc, condefault
    FROM pg_catalog.pg_conversion
   WHERE oid >= 16384
   ORDER BY oid)";

void read_conversion(Reader& reader) {
  reader.ask(conversion_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object =
          reader.add(conversion, {pg_conversion, row["oid"].oid()}, row["conname"].str(), row["connamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = Conversion{.from = row["from_encoding"].str(),
                                 .to = row["to_encoding"].str(),
                                 .function = row["conproc"].str(),
                                 .is_default = row["condefault"].flag()};
    }
  });
}

void render_conversion(const Object& object, Renderer& renderer) {
  const Conversion& record = catalog::record<Conversion>(object);
  const std::string name = renderer.qualified(object);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "CONVERSION");
    statement.create =
        fmt::format("CREATE {}CONVERSION {} FOR {} TO {} FROM {};\n", record.is_default ? "DEFAULT " : "", name,
                    renderer.literal(record.from), renderer.literal(record.to), record.function);
    statement.drop = fmt::format("DROP CONVERSION {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "CONVERSION"));
}

}  // namespace

const catalog::Kind conversion = {.name = "CONVERSION",
                                  .selection_rule = catalog::SelectionRule::in_schema,
                                  .read = read_conversion,
                                  .render = render_conversion};

}  // namespace pgdumpcore::kinds
