#include "backup/cluster.hpp"

#include "base/nearest.hpp"
#include "pg/connect.hpp"
#include "pg/session.hpp"
#include "select/pattern.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <set>

namespace pgdumpcore::backups {

namespace {

std::string any_of(const std::vector<std::string>& patterns) {
  std::vector<std::string> conditions;
  for (const std::string& text : patterns) {
    const select::Pattern pattern = select::parse_pattern(text);
    if (pattern.regexes.size() > 1)
      throw Error(Fault::usage, fmt::format("improper qualified name (too many dotted names): {}", text));
    conditions.push_back(select::matches("datname", pattern.name()));
  }
  return fmt::format("({})", fmt::join(conditions, " OR "));
}

// A database whose DROP was interrupted has the connection limit -2 and lets nobody in.
constexpr std::string_view accepts_connections = "datallowconn AND datconnlimit <> -2";

std::string not_excluded(const BackupOptions& options) {
  return options.exclude_databases.empty() ? "" : " AND NOT " + any_of(options.exclude_databases);
}

std::string asked_for(const BackupOptions& options) {
  return options.include_databases.empty() ? "NOT datistemplate" : any_of(options.include_databases);
}

// Databases that accept connections and meet the condition.
std::vector<ServerDatabase> databases_where(pg::Connection& connection, const std::string& condition,
                                            const BackupOptions& options) {
  const pg::Result rows = connection.query(fmt::format(R"(
    SELECT oid, datname, pg_catalog.pg_encoding_to_char(encoding) AS encoding,
           CASE WHEN pg_catalog.has_database_privilege(oid, 'CONNECT') THEN pg_catalog.pg_database_size(oid) END AS size
      FROM pg_catalog.pg_database
     WHERE {} AND {}{}
     ORDER BY datname COLLATE "C")",
                                                       accepts_connections, condition, not_excluded(options)));
  std::vector<ServerDatabase> databases;
  for (const pg::Row row : rows)
    databases.push_back({row["oid"].oid(), row["datname"].str(), row["encoding"].str(),
                         static_cast<std::uint64_t>(row["size"].integer())});
  return databases;
}

std::string left_out_query(const BackupOptions& options) {
  return fmt::format(R"(
    SELECT datname, {0} AS accepts_connections, datconnlimit = -2 AS invalid
      FROM pg_catalog.pg_database
     WHERE datname NOT IN ('template0', 'template1') AND NOT ({0} AND {1}) AND {2}{3}
     ORDER BY datname COLLATE "C")",
                     accepts_connections, asked_for(options),
                     options.include_databases.empty() ? "true" : asked_for(options), not_excluded(options));
}

}  // namespace

ConnectOptions Cluster::options_for(const std::string& database) const {
  ConnectOptions connect = connect_;
  connect.dbname = database;
  // What is saved is in the database's own.
  connect.client_encoding = pg::no_encoding;
  return connect;
}

pg::Connection Cluster::connect(const std::string& database) const {
  return pg::Connection::open(options_for(database), stop_);
}

pg::Connection Cluster::open(const std::string& database) const {
  return pg::open_session(options_for(database), pg::Purpose::read, stop_);
}

pg::Connection Cluster::open_maintenance() const {
  if (!connect_.dbname.empty() || pg::names_database(connect_.conninfo) || std::getenv("PGDATABASE") != nullptr)
    return pg::open_session(connect_, pg::Purpose::read, stop_);
  try {
    return open("postgres");
  } catch (const Error& error) {
    // libpq gives no SQLSTATE for a login that was refused. Where the server speaks another language, the user names a
    // database.
    if (std::string_view(error.what()).find("does not exist") == std::string_view::npos) throw;
    return open("template1");
  }
}

std::vector<ServerDatabase> list_databases(pg::Connection& connection, const BackupOptions& options) {
  std::vector<ServerDatabase> databases = databases_where(connection, asked_for(options), options);
  if (databases.empty()) throw Error(Fault::data, "no matching databases were found");
  return databases;
}

Error UnmatchedPattern::error() const {
  Error error(Fault::data, fmt::format("no database matches the pattern \"{}\"", text));
  if (nearest.empty())
    error.hint("If its database was dropped or renamed, take the pattern out, or change it.");
  else
    error.hint(fmt::format("Did you mean \"{}\"?", nearest));
  return error;
}

std::vector<UnmatchedPattern> unmatched_patterns(pg::Connection& connection, const BackupOptions& options) {
  std::vector<UnmatchedPattern> unmatched;
  std::vector<std::string> names;
  const std::set<std::string> patterns(options.include_databases.begin(), options.include_databases.end());
  if (patterns.empty()) return unmatched;
  const pg::Result rows = connection.query("SELECT datname FROM pg_catalog.pg_database WHERE datname <> 'template0'");
  for (const pg::Row row : rows) names.push_back(row.at(0).str());
  for (const std::string& pattern : patterns) {
    const std::string sql =
        fmt::format("SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE {})", any_of({pattern}));
    if (connection.query(sql).row(0).at(0).flag()) continue;
    unmatched.push_back({pattern, nearest_name(select::parse_pattern(pattern).literals.back(), names)});
  }
  return unmatched;
}

std::optional<ServerDatabase> template1_to_consider(pg::Connection& connection, const BackupOptions& options) {
  if (!options.include_databases.empty()) return std::nullopt;
  std::vector<ServerDatabase> found = databases_where(connection, "datistemplate AND datname = 'template1'", options);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<SkippedDatabase> databases_left_out(pg::Connection& connection, const BackupOptions& options) {
  std::vector<SkippedDatabase> left_out;
  const pg::Result rows = connection.query(left_out_query(options));
  for (const pg::Row row : rows) {
    SkippedDatabase database{.name = row["datname"].str()};
    if (row["accepts_connections"].flag()) {
      database.reason = "it is a template";
      database.remedy = "Name it with --include-db to save it, or with --exclude-db to hear no more of it.";
    } else if (row["invalid"].flag()) {
      database.reason = "it is invalid, because its DROP DATABASE was interrupted";
      database.remedy = "Nothing can be read from it any more. Drop it with DROP DATABASE.";
    } else {
      database.reason = "it allows no connections";
      database.remedy = "Allow them with ALTER DATABASE, or name it with --exclude-db to hear no more of it.";
    }
    left_out.push_back(std::move(database));
  }
  return left_out;
}

bool exists_everywhere(const std::string& database) {
  return database == "postgres" || database == "template1";
}

std::optional<std::string> current_name(pg::Connection& connection, pg::Oid database) {
  const pg::Result rows =
      connection.query(fmt::format("SELECT datname FROM pg_catalog.pg_database WHERE oid = {}", database));
  if (rows.rows() == 0) return std::nullopt;
  return rows.row(0).at(0).str();
}

}  // namespace pgdumpcore::backups
