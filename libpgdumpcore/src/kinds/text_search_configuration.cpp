#include "kinds/text_search_configuration.hpp"

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
using catalog::class_id::pg_ts_config;

namespace {

// The dictionaries that are asked for one type of token, in their order.
struct Mapping {
  std::string token{};
  std::vector<std::string> dictionaries{};  // as regdictionary prints them, quoted where needed
};

struct TextSearchConfiguration {
  std::string parser_schema{};
  std::string parser{};
  std::vector<Mapping> mappings{};
};

constexpr std::string_view configuration_query = R"(
  SELECT c.oid, c.cfgname, c.cfgnamespace, pg_catalog.pg_get_userbyid(c.cfgowner) AS owner,
         n.nspname AS parser_schema, p.prsname
    FROM pg_catalog.pg_ts_config c
    JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
    JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
   WHERE c.oid >= 16384
   ORDER BY c.oid)";

// Names of tokens are the parser's to tell, by a function of its own.
constexpr std::string_view text_search_mapping_query = R"(
  SELECT c.oid, token.alias, m.mapdict::pg_catalog.regdictionary AS dictionary
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_ts_config c ON c.oid = wanted.oid
    JOIN pg_catalog.pg_ts_config_map m ON m.mapcfg = c.oid
    LEFT JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) AS token ON token.tokid = m.maptokentype
   ORDER BY c.oid, m.maptokentype, m.mapseqno)";

void read_text_search_configuration(Reader& reader) {
  reader.ask(configuration_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(text_search_configuration, {pg_ts_config, row["oid"].oid()}, row["cfgname"].str(),
                                  row["cfgnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      object.record =
          TextSearchConfiguration{.parser_schema = row["parser_schema"].str(), .parser = row["prsname"].str()};
    }
  });
}

void read_text_search_configuration_details(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(text_search_configuration))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(text_search_mapping_query, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = *reader.store().find(pg_ts_config, row["oid"].oid());
      auto& mappings = catalog::record<TextSearchConfiguration>(object).mappings;
      if (mappings.empty() || mappings.back().token != row["alias"].view())
        mappings.push_back({.token = row["alias"].str()});
      mappings.back().dictionaries.push_back(row["dictionary"].str());
    }
  });
}

std::string create_text_search_configuration(const Renderer& renderer, const std::string& name,
                                             const TextSearchConfiguration& record) {
  std::string out = fmt::format("CREATE TEXT SEARCH CONFIGURATION {} (\n    PARSER = {}.{} );\n", name,
                                renderer.id(record.parser_schema), renderer.id(record.parser));
  for (const Mapping& mapping : record.mappings)
    out += fmt::format("\nALTER TEXT SEARCH CONFIGURATION {}\n    ADD MAPPING FOR {} WITH {};\n", name,
                       renderer.id(mapping.token), fmt::join(mapping.dictionaries, ", "));
  return out;
}

void render_text_search_configuration(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const std::string name = renderer.qualified(object);
    Statement statement = renderer.statement(object, "TEXT SEARCH CONFIGURATION");
    statement.create =
        create_text_search_configuration(renderer, name, catalog::record<TextSearchConfiguration>(object));
    statement.drop = fmt::format("DROP TEXT SEARCH CONFIGURATION {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "TEXT SEARCH CONFIGURATION"));
}

}  // namespace

const catalog::Kind text_search_configuration = {.name = "TEXT SEARCH CONFIGURATION",
                                                 .selection_rule = catalog::SelectionRule::in_schema,
                                                 .read = read_text_search_configuration,
                                                 .read_details = read_text_search_configuration_details,
                                                 .render = render_text_search_configuration};

}  // namespace pgdumpcore::kinds
