#include "kinds/text_search_parser.hpp"

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
using catalog::class_id::pg_ts_parser;

namespace {

// Functions as regproc prints them, quoted where needed; their arguments are always the same.
struct TextSearchParser {
  std::string start{};
  std::string next_token{};
  std::string end{};
  std::string headline{};  // "-": none
  std::string token_types{};
};

constexpr std::string_view parser_query = R"(
  SELECT oid, prsname, prsnamespace, prsstart, prstoken, prsend, prsheadline, prslextype
    FROM pg_catalog.pg_ts_parser
   WHERE oid >= 16384
   ORDER BY oid)";

void read_text_search_parser(Reader& reader) {
  reader.ask(parser_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(text_search_parser, {pg_ts_parser, row["oid"].oid()}, row["prsname"].str(),
                                  row["prsnamespace"].oid());
      object.record = TextSearchParser{.start = row["prsstart"].str(),
                                       .next_token = row["prstoken"].str(),
                                       .end = row["prsend"].str(),
                                       .headline = row["prsheadline"].str(),
                                       .token_types = row["prslextype"].str()};
    }
  });
}

std::string create_text_search_parser(const std::string& name, const TextSearchParser& record) {
  std::string out = fmt::format("CREATE TEXT SEARCH PARSER {} (\n    START = {},\n    GETTOKEN = {},\n    END = {},\n",
                                name, record.start, record.next_token, record.end);
  if (record.headline != "-") out += fmt::format("    HEADLINE = {},\n", record.headline);
  return out + fmt::format("    LEXTYPES = {} );\n", record.token_types);
}

void render_text_search_parser(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const std::string name = renderer.qualified(object);
    Statement statement = renderer.statement(object, "TEXT SEARCH PARSER");
    statement.create = create_text_search_parser(name, catalog::record<TextSearchParser>(object));
    statement.drop = fmt::format("DROP TEXT SEARCH PARSER {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "TEXT SEARCH PARSER"));
}

}  // namespace

const catalog::Kind text_search_parser = {.name = "TEXT SEARCH PARSER",
                                          .selection_rule = catalog::SelectionRule::in_schema,
                                          .read = read_text_search_parser,
                                          .render = render_text_search_parser};

}  // namespace pgdumpcore::kinds
