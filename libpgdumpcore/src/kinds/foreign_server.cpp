#include "kinds/foreign_server.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/foreign_options.hpp"
#include "kinds/user_mapping.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_foreign_server;

namespace {

struct ForeignServer {
  std::string wrapper{};
  std::string type{};
  std::string version{};
  std::string options{};
  std::vector<UserMapping> mappings{};
};

constexpr std::string_view server_query = R"(
  SELECT s.oid, s.srvname, pg_catalog.pg_get_userbyid(s.srvowner) AS owner, w.fdwname, s.srvtype, s.srvversion,
         {} AS options, s.srvacl, pg_catalog.acldefault('S', s.srvowner) AS built_in_acl
    FROM pg_catalog.pg_foreign_server s
    JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
   ORDER BY s.oid)";

void read_foreign_server(Reader& reader) {
  reader.ask(fmt::format(server_query, foreign_options_sql("s.srvoptions")), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(foreign_server, {pg_foreign_server, row["oid"].oid()}, row["srvname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      object.available |= Component::user_mapping;
      object.record = ForeignServer{.wrapper = row["fdwname"].str(),
                                    .type = row["srvtype"].str(),
                                    .version = row["srvversion"].str(),
                                    .options = row["options"].str()};
      set_acl(reader, object, row["srvacl"], row["built_in_acl"]);
    }
  });
}

void read_foreign_server_details(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(foreign_server))
    if (object->wants(Component::user_mapping)) wanted.push_back(object);
  read_user_mappings(reader, wanted, [](Object& server, UserMapping&& mapping) {
    catalog::record<ForeignServer>(server).mappings.push_back(std::move(mapping));
  });
}

std::string create_foreign_server(const Renderer& renderer, const std::string& name, const ForeignServer& record) {
  std::string out = "CREATE SERVER " + name;
  if (!record.type.empty()) out += " TYPE " + renderer.literal(record.type);
  if (!record.version.empty()) out += " VERSION " + renderer.literal(record.version);
  out += " FOREIGN DATA WRAPPER " + renderer.id(record.wrapper);
  return out + options_clause(" ", record.options) + ";\n";
}

void render_foreign_server(const Object& object, Renderer& renderer) {
  const ForeignServer& record = catalog::record<ForeignServer>(object);
  const std::string name = renderer.id(object.name);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "SERVER");
    statement.create = create_foreign_server(renderer, name, record);
    statement.drop = fmt::format("DROP SERVER {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "SERVER"));
  render_acl(renderer, object, {.type = "FOREIGN SERVER", .name = name, .owner = object.owner});
  for (const UserMapping& mapping : record.mappings) render_user_mapping(renderer, object, mapping);
}

}  // namespace

const catalog::Kind foreign_server = {.name = "FOREIGN SERVER",
                                      .selection_rule = catalog::SelectionRule::in_schema,
                                      .read = read_foreign_server,
                                      .read_details = read_foreign_server_details,
                                      .render = render_foreign_server};

}  // namespace pgdumpcore::kinds
