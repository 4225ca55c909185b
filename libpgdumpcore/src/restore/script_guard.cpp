#include "restore/script_guard.hpp"

#include "base/some_of.hpp"
#include "pg/quote.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <iterator>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

namespace {

using Kind = StatementFacts::Kind;

constexpr std::size_t names_per_query = 1000;
constexpr const char* nothing_was_run = "Nothing was changed in this database.";

// Names as they stand in the script, in its client encoding, which the session has.
std::string query_for(const std::vector<const ScriptName*>& names) {
  std::string rows;
  for (const ScriptName* name : names) {
    const std::string schema =
        name->schema.empty() ? "pg_catalog.current_schema()" : pg::quote_literal(name->schema) + "::pg_catalog.name";
    rows += fmt::format("{}({}, {}::pg_catalog.name)", rows.empty() ? "" : ", ", schema, pg::quote_literal(name->name));
  }
  return "SELECT n.nspname, c.relname FROM pg_catalog.pg_class AS c "
         "JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace "
         "JOIN (VALUES " +
         rows +
         ") AS v (nspname, relname) "
         "ON v.nspname OPERATOR(pg_catalog.=) n.nspname AND v.relname OPERATOR(pg_catalog.=) c.relname "
         "ORDER BY 1, 2";
}

}  // namespace

void ScriptGuard::note(const StatementFacts& facts) {
  ScriptName name = facts.name;
  if (name.schema.empty() && schema_) name.schema = *schema_;
  switch (facts.kind) {
    case Kind::creates_relation:
      if (!name.name.empty() && !dropped_.contains(name) && !dropped_schemas_.contains(name.schema))
        created_.insert(std::move(name));
      break;
    case Kind::drops_relation:
      dropped_.insert(std::move(name));
      break;
    case Kind::drops_schema:
      dropped_schemas_.insert(facts.name.name);
      break;
    case Kind::creates_database:
      if (!dropped_databases_.contains(facts.name.name)) created_databases_.insert(facts.name.name);
      break;
    case Kind::drops_database:
      dropped_databases_.insert(facts.name.name);
      break;
    case Kind::sets_search_path:
      schema_ = facts.name.schema;
      break;
    default:
      break;
  }
}

void ScriptGuard::check(pg::Connection& connection, bool untouched) {
  check_databases(connection, untouched);
  const std::set<ScriptName> created = std::exchange(created_, {});
  std::vector<std::string> existing;
  for (auto next = created.begin(); next != created.end();) {
    std::vector<const ScriptName*> names;
    for (; next != created.end() && names.size() < names_per_query; ++next) names.push_back(&*next);
    const pg::Result rows = connection.query(query_for(names));
    for (int i = 0; i < rows.rows(); ++i)
      existing.push_back(fmt::format("\"{}.{}\"", rows.row(i).at(0).view(), rows.row(i).at(1).view()));
  }
  if (existing.empty()) return;
  throw Error(Fault::data, fmt::format("database \"{}\" already has what {} creates: {}", connection.database(),
                                       source_, some_of(existing)))
      .detail(untouched ? nothing_was_run : "")
      .hint(way_on());
}

std::string ScriptGuard::way_on() const {
  if (source_ == "the script")
    return "Restore into a new database (of a backup set: with --as NEWNAME), or make the script with \"pgdump dump "
           "--clean\" to replace the objects, or with --data-only to add rows. --force runs it as it is.";
  return "Restore into a new database with --database and --as NEWNAME. --force adds its rows to those that are there.";
}

void ScriptGuard::check_databases(pg::Connection& connection, bool untouched) {
  const std::set<std::string> databases = std::exchange(created_databases_, {});
  for (const std::string& database : databases) {
    const pg::Result rows =
        connection.query("SELECT FROM pg_catalog.pg_database WHERE datname OPERATOR(pg_catalog.=) " +
                         pg::quote_literal(database) + "::pg_catalog.name");
    if (rows.rows() == 0) continue;
    throw Error(Fault::data, fmt::format("database \"{}\", which the script creates, exists already", database))
        .detail(untouched ? nothing_was_run : "")
        .hint(
            "Rename the database that is there, or make the script without -C/--create and restore it into a new one. "
            "--force runs the script as it is.");
  }
}

void ScriptGuard::change_database() {
  created_.clear();
  dropped_.clear();
  dropped_schemas_.clear();
  schema_.reset();
}

}  // namespace pgdumpcore::restoring
