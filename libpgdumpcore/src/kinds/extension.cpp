#include "kinds/extension.hpp"

#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"
#include "pg/array.hpp"

#include <pgdumpcore/error.hpp>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_extension;

namespace {

constexpr std::string_view extension_query = R"(
  SELECT e.oid, e.extname, n.nspname, e.extrelocatable, e.extversion, e.extconfig, e.extcondition
    FROM pg_catalog.pg_extension e
    JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
   ORDER BY e.oid)";

constexpr std::string_view member_query = R"(
  SELECT classid, objid, refobjid
    FROM pg_catalog.pg_depend
   WHERE deptype = 'e' AND refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)";

void take_configuration(const pg::Row& row, Extension& out) {
  if (row["extconfig"].is_null()) return;
  for (const std::string& oid : pg::parse_text_array(row["extconfig"].view()))
    out.configuration.push_back(static_cast<Oid>(std::stoul(oid)));
  if (!row["extcondition"].is_null()) out.conditions = pg::parse_text_array(row["extcondition"].view());
  if (out.configuration.size() != out.conditions.size())
    throw Error(Fault::data,
                "mismatched number of configurations and conditions for extension \"" + row["extname"].str() + "\"");
}

void take_extensions(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object& object = reader.add(extension, {pg_extension, row["oid"].oid()}, row["extname"].str());
    Extension record{.schema = row["nspname"].str(),
                     .version = row["extversion"].str(),
                     .relocatable = row["extrelocatable"].flag()};
    take_configuration(row, record);
    object.record = std::move(record);
  }
}

void read_extension(Reader& reader) {
  reader.ask(extension_query, [&reader](const pg::Result& rows) { take_extensions(reader, rows); });
  reader.ask(member_query, [&store = reader.store()](const pg::Result& rows) {
    for (const pg::Row row : rows) store.extension_members[{row.at(0).oid(), row.at(1).oid()}] = row.at(2).oid();
  });
}

// The version is left out on purpose: the server that restores takes its own default.
void render_extension(const Object& object, Renderer& renderer) {
  const std::string name = renderer.id(object.name);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "EXTENSION");
    statement.create = "CREATE EXTENSION IF NOT EXISTS " + name + " WITH SCHEMA " +
                       renderer.id(record<Extension>(object).schema) + ";\n";
    statement.drop = "DROP EXTENSION " + name + ";\n";
    renderer.emit(std::move(statement));
  }
  const CommentTarget target{.type = "EXTENSION", .name = name};
  render_comment(renderer, object, target);
  render_security_label(renderer, object, target);
}

}  // namespace

const catalog::Kind extension = {.name = "EXTENSION",
                                 .selection_rule = catalog::SelectionRule::by_extension_rule,
                                 .read = read_extension,
                                 .render = render_extension};

}  // namespace pgdumpcore::kinds
