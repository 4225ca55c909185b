#include "kinds/user_mapping.hpp"

#include "kinds/foreign_options.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_foreign_server;

namespace {

// pg_user_mapping itself is for superusers; the view leaves options out that the user may not see.
constexpr std::string_view user_mapping_query = R"(
  SELECT srvid, srvname, umuser, usename, {} AS options
    FROM pg_catalog.pg_user_mappings
   WHERE srvid IN (SELECT pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]))
   ORDER BY srvid, usename)";

void warn_of_vanished_user(Reader& reader, const pg::Row& row) {
  reader.warn(fmt::format("a user mapping of server \"{}\" is left out: role with OID {} does not exist",
                          row["srvname"].view(), row["umuser"].view()),
              "Delete it from pg_user_mapping; no role can use it.");
}

}  // namespace

void read_user_mappings(Reader& reader, const std::vector<Object*>& servers, void (*take)(Object&, UserMapping&&)) {
  if (servers.empty()) return;
  const std::string sql = fmt::format(user_mapping_query, foreign_options_sql("umoptions"));
  reader.ask(with_oids(sql, servers), [&reader, take](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      if (row["usename"].is_null())
        warn_of_vanished_user(reader, row);
      else
        take(*reader.store().find(pg_foreign_server, row["srvid"].oid()),
             {.user = row["usename"].str(), .options = row["options"].str()});
    }
  });
}

void render_user_mapping(Renderer& renderer, const Object& server, const UserMapping& mapping) {
  const std::string target = fmt::format("{} SERVER {}", renderer.id(mapping.user), renderer.id(server.name));
  Statement statement;
  statement.tag = fmt::format("USER MAPPING {} SERVER {}", mapping.user, server.name);
  statement.description = "USER MAPPING";
  statement.section = renderer.section();
  statement.owner = server.owner;
  statement.create = fmt::format("CREATE USER MAPPING FOR {}{};\n", target, options_clause(" ", mapping.options));
  statement.drop = fmt::format("DROP USER MAPPING FOR {};\n", target);
  renderer.emit(std::move(statement));
}

}  // namespace pgdumpcore::kinds
