#include "kinds/text_search_template.hpp"

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
using catalog::class_id::pg_ts_template;

namespace {

// Functions as regproc prints them, quoted where needed; their arguments are always the same.
struct TextSearchTemplate {
  std::string init{};  // "-": none
  std::string lexize{};
};

constexpr std::string_view template_query = R"(
  SELECT oid, tmplname, tmplnamespace, tmplinit, tmpllexize
    FROM pg_catalog.pg_ts_template
   WHERE oid >= 16384
   ORDER BY oid)";

void read_text_search_template(Reader& reader) {
  reader.ask(template_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(text_search_template, {pg_ts_template, row["oid"].oid()}, row["tmplname"].str(),
                                  row["tmplnamespace"].oid());
      object.record = TextSearchTemplate{.init = row["tmplinit"].str(), .lexize = row["tmpllexize"].str()};
    }
  });
}

void render_text_search_template(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const TextSearchTemplate& record = catalog::record<TextSearchTemplate>(object);
    const std::string name = renderer.qualified(object);
    Statement statement = renderer.statement(object, "TEXT SEARCH TEMPLATE");
    statement.create = fmt::format("CREATE TEXT SEARCH TEMPLATE {} (\n", name);
    if (record.init != "-") statement.create += fmt::format("    INIT = {},\n", record.init);
    statement.create += fmt::format("    LEXIZE = {} );\n", record.lexize);
    statement.drop = fmt::format("DROP TEXT SEARCH TEMPLATE {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "TEXT SEARCH TEMPLATE"));
}

}  // namespace

const catalog::Kind text_search_template = {.name = "TEXT SEARCH TEMPLATE",
                                            .selection_rule = catalog::SelectionRule::in_schema,
                                            .read = read_text_search_template,
                                            .render = render_text_search_template};

}  // namespace pgdumpcore::kinds
