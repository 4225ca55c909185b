#include "backup/globals.hpp"

#include "backup/cluster.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "dump/restrict_key.hpp"
#include "kinds/database.hpp"
#include "kinds/parameter.hpp"
#include "kinds/role.hpp"
#include "kinds/tablespace.hpp"
#include "kinds/vanished_role.hpp"
#include "pg/session.hpp"

#include <pgdumpcore/version.hpp>

#include <fmt/format.h>

namespace pgdumpcore::backups {

namespace {

using catalog::Object;
using catalog::Statement;

bool made_by_initdb(const std::string& database) {
  return exists_everywhere(database) || database == "template0";
}

// Renders kinds that have no rank, through a session of its own.
class ClusterScript {
 public:
  // encoding: of the whole script; empty: this database's own
  ClusterScript(pg::Connection connection, const std::string& encoding, Sink& out, const LogCallback& log)
      : connection_(std::move(connection)), out_(out), reader_(connection_, store_, options_, log) {
    pg::begin_session(connection_, {.encoding = encoding.empty() ? connection_.parameter("server_encoding") : encoding},
                      {});
    // Databases may have settings of their own; a script has one way to write strings.
    connection_.execute("SET standard_conforming_strings = on");
    dialect_ = {.server = connection_.server(),
                .quote = pg::identifier_quoter(reader_.query(pg::keywords_query), false),
                .encoding = connection_.parameter("client_encoding"),
                .database = connection_.database()};
  }

  void write_settings() {
    out_.write_text(
        fmt::format("SET client_encoding = '{}';\nSET standard_conforming_strings = on;\n"
                    "SET client_min_messages = warning;\n\n",
                    dialect_.encoding));
  }

  void write(const catalog::Kind& kind, const std::string& heading) {
    kind.read(reader_);
    reader_.settle();
    kinds::drop_vanished_roles(reader_);
    const auto& objects = store_.of(kind);
    if (objects.empty()) return;
    out_.write_text(fmt::format("--\n-- {}\n--\n\n", pg::comment_safe(heading)));
    catalog::Renderer renderer(store_, options_, dialect_, catalog::Section::none,
                               [this](Statement&& statement) { write(statement); });
    for (const Object* object : objects) kind.render(*object, renderer);
  }

  [[nodiscard]] const pg::ServerVersion& server() const { return dialect_.server; }
  [[nodiscard]] const std::string& encoding() const { return dialect_.encoding; }

 private:
  void write(const Statement& statement) {
    const bool makes_database = statement.description == "DATABASE";
    if (!makes_database || !made_by_initdb(statement.tag)) {
      out_.write_text(statement.create);
      if (makes_database && !statement.owner.empty())
        out_.write_text(fmt::format("ALTER DATABASE {} OWNER TO {};\n", dialect_.quote(statement.tag),
                                    dialect_.quote(statement.owner)));
    }
    out_.write_text("\n");
  }

  DumpOptions options_{.create = true};
  pg::Connection connection_;
  Sink& out_;
  catalog::Store store_{};
  catalog::Reader reader_;
  catalog::Dialect dialect_{};
};

}  // namespace

void write_globals(Sink& out, const std::string& maintenance_database, const std::vector<std::string>& databases,
                   const Connect& connect, const LogCallback& log) {
  const std::string key = dumping::random_restrict_key();
  ClusterScript cluster(connect(maintenance_database), "", out, log);
  out.write_text(
      fmt::format("--\n-- Roles, tablespaces and databases of a PostgreSQL server\n--\n\n\\restrict {}\n\n"
                  "-- Dumped from server version {}\n-- Dumped by pgdump version {}\n\n",
                  key, pg::comment_safe(cluster.server().text), version()));
  cluster.write_settings();
  cluster.write(kinds::role, "Roles");
  cluster.write(kinds::role_membership, "Role memberships");
  cluster.write(kinds::parameter, "Privileges on parameters");
  cluster.write(kinds::tablespace, "Tablespaces");
  for (const std::string& database : databases) {
    try {
      ClusterScript script(connect(database), cluster.encoding(), out, log);
      script.write(kinds::database, "Database " + database);
    } catch (const Error& error) {
      // The database's own dump tells why; here it is only missing.
      if (error.fault() == Fault::io || error.fault() == Fault::cancelled) throw;
      out.write_text(fmt::format("-- Database {} could not be read\n\n", pg::comment_safe(database)));
    }
  }
  out.write_text(fmt::format("--\n-- End of roles, tablespaces and databases\n--\n\n\\unrestrict {}\n\n", key));
}

}  // namespace pgdumpcore::backups
