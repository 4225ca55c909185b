#include "kinds/text_search_dictionary.hpp"

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
using catalog::class_id::pg_ts_dict;

namespace {

struct TextSearchDictionary {
  std::string template_schema{};
  std::string template_name{};
  std::optional<std::string> options{};  // as the server wrote them for CREATE: "stopwords = 'english'"
};

constexpr std::string_view dictionary_query = R"(
  SELECT d.oid, d.dictname, d.dictnamespace, pg_catalog.pg_get_userbyid(d.dictowner) AS owner, d.dictinitoption,
         n.nspname AS template_schema, t.tmplname
    FROM pg_catalog.pg_ts_dict d
    JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
    JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
   WHERE d.oid >= 16384
   ORDER BY d.oid)";

void read_text_search_dictionary(Reader& reader) {
  reader.ask(dictionary_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(text_search_dictionary, {pg_ts_dict, row["oid"].oid()}, row["dictname"].str(),
                                  row["dictnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      TextSearchDictionary record{.template_schema = row["template_schema"].str(),
                                  .template_name = row["tmplname"].str()};
      if (!row["dictinitoption"].is_null()) record.options = row["dictinitoption"].str();
      object.record = std::move(record);
    }
  });
}

void render_text_search_dictionary(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const TextSearchDictionary& record = catalog::record<TextSearchDictionary>(object);
    const std::string name = renderer.qualified(object);
    Statement statement = renderer.statement(object, "TEXT SEARCH DICTIONARY");
    statement.create = fmt::format("CREATE TEXT SEARCH DICTIONARY {} (\n    TEMPLATE = {}.{}", name,
                                   renderer.id(record.template_schema), renderer.id(record.template_name));
    if (record.options) statement.create += ",\n    " + *record.options;
    statement.create += " );\n";
    statement.drop = fmt::format("DROP TEXT SEARCH DICTIONARY {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "TEXT SEARCH DICTIONARY"));
}

}  // namespace

const catalog::Kind text_search_dictionary = {.name = "TEXT SEARCH DICTIONARY",
                                              .selection_rule = catalog::SelectionRule::in_schema,
                                              .read = read_text_search_dictionary,
                                              .render = render_text_search_dictionary};

}  // namespace pgdumpcore::kinds
