#include "kinds/access_method.hpp"

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
using catalog::class_id::pg_access_method;

namespace {

constexpr std::string_view access_method_query =
    "SELECT oid, amname, amtype, amhandler::pg_catalog.regproc AS handler FROM pg_catalog.pg_am ORDER BY oid";

struct AccessMethod {
  char type = '\0';       // i(ndex) or t(able)
  std::string handler{};  // as regproc prints it, quoted where needed
};

void read_access_method(Reader& reader) {
  reader.ask(access_method_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(access_method, {pg_access_method, row["oid"].oid()}, row["amname"].str());
      object.record = AccessMethod{.type = row["amtype"].character(), .handler = row["handler"].str()};
    }
  });
}

void render_access_method(const Object& object, Renderer& renderer) {
  const AccessMethod& record = catalog::record<AccessMethod>(object);
  const std::string name = renderer.id(object.name);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "ACCESS METHOD");
    statement.create = fmt::format("CREATE ACCESS METHOD {} TYPE {} HANDLER {};\n", name,
                                   record.type == 't' ? "TABLE" : "INDEX", record.handler);
    statement.drop = fmt::format("DROP ACCESS METHOD {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, {.type = "ACCESS METHOD", .name = name});
}

}  // namespace

const catalog::Kind access_method = {.name = "ACCESS METHOD",
                                     .selection_rule = catalog::SelectionRule::in_database,
                                     .read = read_access_method,
                                     .render = render_access_method};

}  // namespace pgdumpcore::kinds
