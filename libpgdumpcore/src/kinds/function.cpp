#include "kinds/function.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/extension_dependence.hpp"
#include "kinds/relation.hpp"
#include "kinds/routine.hpp"
#include "kinds/security_label.hpp"
#include "kinds/setting.hpp"
#include "kinds/type.hpp"
#include "kinds/view.hpp"
#include "pg/array.hpp"

#include <algorithm>
#include <optional>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_proc;

namespace {

struct Function {
  Routine routine{};
  std::string arguments{};           // pg_get_function_arguments: with names, modes and defaults
  std::string identity_arguments{};  // pg_get_function_identity_arguments
  std::string result{};
  std::string language{};
  std::string source{};
  std::string binary{};                   // the library of a C function
  std::optional<std::string> sql_body{};  // BEGIN ATOMIC or RETURN, 14 and later
  std::vector<Oid> transform_types{};
  std::vector<std::string> settings{};
  std::vector<std::string> extensions{};  // that it depends on by ALTER … DEPENDS ON EXTENSION
  std::string support{};                  // "-": none
  std::string cost{};
  std::string rows{};
  char volatility = 'v';
  char parallel = 'u';
  bool returns_set = false;
  bool strict = false;
  bool security_definer = false;
  bool leakproof = false;
  bool postponed = false;  // needs something of the post-data section
};

constexpr const char* function_prokinds = "{f,p,w}";

void read_function(Reader& reader) {
  read_routines(reader, function, function_prokinds,
                [](Object& object, Routine&& routine) { object.record = Function{.routine = std::move(routine)}; });
}

constexpr std::string_view function_detail_query = R"(
  SELECT p.oid, l.lanname, p.prosrc, p.probin, ${sql_body} AS sql_body, p.proconfig, p.protrftypes,
         pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
         pg_catalog.pg_get_function_identity_arguments(p.oid) AS identity_arguments,
         pg_catalog.pg_get_function_result(p.oid) AS result,
         p.prosupport, p.procost, p.prorows, p.provolatile, p.proparallel,
         p.proretset, p.proisstrict, p.prosecdef, p.proleakproof,
         ARRAY(SELECT e.extname
                 FROM pg_catalog.pg_depend d
                 JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                WHERE d.classid = p.tableoid AND d.objid = p.oid AND d.deptype = 'x'
                  AND d.refclassid = e.tableoid
                ORDER BY d.ctid) AS extensions
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_proc p ON p.oid = wanted.oid
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang)";

constexpr VersionedText function_detail_gates[] = {
    {"sql_body", 14, "pg_catalog.pg_get_function_sqlbody(p.oid)", "NULL"}};

void take_function_detail(const pg::Row& row, Function& out) {
  out.arguments = row["arguments"].str();
  out.identity_arguments = row["identity_arguments"].str();
  out.result = row["result"].str();
  out.language = row["lanname"].str();
  out.source = row["prosrc"].str();
  out.binary = row["probin"].str();
  if (!row["sql_body"].is_null()) out.sql_body = row["sql_body"].str();
  if (!row["protrftypes"].is_null())
    for (const std::string& oid : pg::parse_text_array(row["protrftypes"].view()))
      out.transform_types.push_back(static_cast<Oid>(std::stoul(oid)));
  if (!row["proconfig"].is_null()) out.settings = pg::parse_text_array(row["proconfig"].view());
  out.extensions = pg::parse_text_array(row["extensions"].view());
  out.support = row["prosupport"].str();
  out.cost = row["procost"].str();
  out.rows = row["prorows"].str();
  out.volatility = row["provolatile"].character();
  out.parallel = row["proparallel"].character();
  out.returns_set = row["proretset"].flag();
  out.strict = row["proisstrict"].flag();
  out.security_definer = row["prosecdef"].flag();
  out.leakproof = row["proleakproof"].flag();
}

void read_function_details(Reader& reader) {
  const catalog::Store& store = reader.store();
  std::vector<Object*> wanted;
  for (Object* object : store.of(function))
    if (object->wanted.any()) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(function_detail_query, wanted), function_detail_gates, [&store](const pg::Result& rows) {
    for (const pg::Row row : rows)
      take_function_detail(row, catalog::record<Function>(*store.find(pg_proc, row["oid"].oid())));
  });
}

std::strong_ordering compare_function_names(const Object& a, const Object& b) {
  return compare_routines(catalog::record<Function>(a).routine, catalog::record<Function>(b).routine);
}

// A view that goes in first as a dummy opens the loop where the function may stay in its place.
bool opened_by_view(const catalog::Loop& loop) {
  return std::ranges::any_of(loop, [&](const Object* object) {
    return object->kind == &view && std::ranges::find(loop, as_relation(*object).view_rule) != loop.end();
  });
}

// A function whose SQL body needs, say, a primary key, waits for the post-data section.
bool break_function_loop(catalog::Loop& loop, catalog::Store& store) {
  const auto is_function = [](const Object* object) { return object->kind == &function; };
  if (loop.size() <= 2 || std::ranges::none_of(loop, is_function) || opened_by_view(loop)) return false;
  const auto boundary = std::ranges::find(loop, store.pre_data_boundary);
  if (boundary == loop.end()) return false;
  Object& needed = boundary + 1 == loop.end() ? *loop.front() : **(boundary + 1);
  undepend(**boundary, needed);
  if (is_function(&needed)) catalog::record<Function>(needed).postponed = true;
  return true;
}

// AS 'source', or AS 'library', 'symbol', or a body in SQL.
std::string body(const Renderer& renderer, const Function& definition) {
  if (definition.sql_body) return *definition.sql_body;
  const bool dollars = !renderer.options().disable_dollar_quoting;
  const auto source = [&](bool in_dollars) {
    return in_dollars ? pg::dollar_quote(definition.source) : renderer.literal(definition.source);
  };
  if (definition.binary.empty()) return "AS " + source(dollars);
  std::string out = "AS " + renderer.literal(definition.binary);
  if (definition.source.empty()) return out;
  return out + ", " + source(dollars && definition.source.find_first_of("'\\") != std::string::npos);
}

std::string transforms(const Renderer& renderer, const Function& definition) {
  std::string out;
  for (const Oid oid : definition.transform_types)
    out += (out.empty() ? " TRANSFORM FOR TYPE " : ", FOR TYPE ") + formatted_type(renderer.store(), oid);
  return out;
}

// Only what differs from the default, so that the text stays what a person would write.
std::string function_attributes(const Function& definition) {
  std::string out;
  if (definition.routine.prokind == 'w') out += " WINDOW";
  if (definition.volatility == 'i') out += " IMMUTABLE";
  if (definition.volatility == 's') out += " STABLE";
  if (definition.strict) out += " STRICT";
  if (definition.security_definer) out += " SECURITY DEFINER";
  if (definition.leakproof) out += " LEAKPROOF";
  const bool compiled = definition.language == "internal" || definition.language == "c";
  if (definition.cost != "0" && definition.cost != (compiled ? "1" : "100")) out += " COST " + definition.cost;
  if (definition.returns_set && definition.rows != "0" && definition.rows != "1000") out += " ROWS " + definition.rows;
  if (definition.support != "-") out += " SUPPORT " + definition.support;
  if (definition.parallel == 's') out += " PARALLEL SAFE";
  if (definition.parallel == 'r') out += " PARALLEL RESTRICTED";
  return out;
}

std::string create_function(const Renderer& renderer, const Object& object, const Function& definition,
                            const std::string& keyword) {
  std::string out = "CREATE " + keyword + ' ' + renderer.qualified(object) + '(' + definition.arguments + ')';
  if (definition.routine.prokind != 'p') out += " RETURNS " + definition.result;
  out += "\n    LANGUAGE " + renderer.id(definition.language) + transforms(renderer, definition) +
         function_attributes(definition);
  for (const std::string& setting : definition.settings)
    if (const std::string clause = function_set_clause(renderer.dialect(), setting); !clause.empty())
      out += "\n    " + clause;
  out += "\n    " + body(renderer, definition) + ";\n";
  out += extension_dependence(renderer, keyword, renderer.qualified(object) + '(' + definition.identity_arguments + ')',
                              definition.extensions);
  return out;
}

void render_function(const Object& object, Renderer& renderer) {
  const auto& definition = catalog::record<Function>(object);
  const std::string keyword = definition.routine.prokind == 'p' ? "PROCEDURE" : "FUNCTION";
  const std::string identity = '(' + definition.identity_arguments + ')';
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, keyword);
    statement.tag = routine_signature(object.name, definition.routine);
    if (definition.postponed) statement.section = catalog::Section::post_data;
    statement.create = create_function(renderer, object, definition, keyword);
    statement.drop = "DROP " + keyword + ' ' + renderer.qualified(object) + identity + ";\n";
    renderer.emit(std::move(statement));
  }
  CommentTarget target = labelled(renderer, object, keyword);
  target.name += identity;
  render_comment(renderer, object, target);
  render_security_label(renderer, object, target);
  render_acl(renderer, object, {.type = keyword, .name = target.name, .schema = target.schema, .owner = object.owner});
}

}  // namespace

const catalog::Kind function = {.name = "FUNCTION",
                                .selection_rule = catalog::SelectionRule::in_schema,
                                .read = read_function,
                                .read_details = read_function_details,
                                .render = render_function,
                                .compare_equal_names = compare_function_names,
                                .break_loop = break_function_loop};

}  // namespace pgdumpcore::kinds
