// The story of a preflight: the server, each database, the directory; every question gets an answer of its own.
// Entry point: pgdumpcore::check(). Test: tests/integration/backup_check.

#include <pgdumpcore/check.hpp>

#include "backup/check_database.hpp"
#include "backup/check_place.hpp"
#include "backup/cluster.hpp"
#include "backup/template1.hpp"
#include "pg/session.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore {

namespace {

using backups::ServerDatabase;

class Preflight {
 public:
  Preflight(const ConnectOptions& connect, const BackupOptions& options,
            const std::function<void(const Answer&)>& on_answer, const std::stop_token& stop)
      : cluster_(connect, stop), options_(options), on_answer_(on_answer), stop_(stop) {}

  Verdict run() {
    const std::vector<ServerDatabase> databases = check_server();
    std::uint64_t size = 0;
    for (const ServerDatabase& database : databases) {
      check_one(database);
      size += database.size;
    }
    if (!options_.directory.empty())
      backups::check_place(options_, size, stop_, [this](const Answer& answer) { give(answer); });
    return worst_;
  }

 private:
  void give(const Answer& answer) {
    worst_ = std::max(worst_, answer.verdict);
    on_answer_(answer);
  }

  // What no question was asked for has its own words.
  void give_error(const std::string& question, const std::string& database, const Error& error) {
    if (error.fault() == Fault::cancelled || error.fault() == Fault::usage) throw error;
    give({.question = question,
          .database = database,
          .verdict = Verdict::failure,
          .message = error.what(),
          .hint = error.hint()});
  }

  std::vector<ServerDatabase> check_server() {
    std::string question = "connection";
    try {
      pg::Connection connection = cluster_.open_maintenance();
      give({.question = "connection",
            .message =
                fmt::format("connected to database \"{}\" as user \"{}\"", connection.database(), connection.user())});
      give({.question = "version", .message = fmt::format("PostgreSQL {}", connection.server().text)});
      check_pooler(connection);
      check_standby(connection);
      if (options_.globals) check_roles(connection);
      question = "databases";
      auto databases = backups::list_databases(connection, options_);
      const auto warn = [this](LogLevel, const std::string& message, const std::string& hint) {
        give({.question = "databases", .verdict = Verdict::warning, .message = message, .hint = hint});
      };
      if (auto template1 = backups::template1_with_content(cluster_, connection, options_, warn))
        databases.push_back(std::move(*template1));
      give({.question = "databases", .message = fmt::format("{} to be saved", databases.size())});
      for (const backups::UnmatchedPattern& pattern : backups::unmatched_patterns(connection, options_))
        give_error("databases", "", pattern.error());
      for (const backups::SkippedDatabase& database : backups::databases_left_out(connection, options_))
        give({.question = "databases",
              .database = database.name,
              .verdict = Verdict::warning,
              .message = "left out: " + database.reason,
              .hint = database.remedy});
      pg::end_snapshot(connection);
      return databases;
    } catch (const Error& error) {
      if (error.fault() == Fault::unsupported) question = "version";
      give_error(question, "", error);
      return {};
    }
  }

  // A pooler answers with a process number of its own when a connection is made.
  void check_pooler(pg::Connection& connection) {
    const pg::Result result = connection.query("SELECT pg_catalog.pg_backend_pid()");
    if (result.row(0).at(0).integer() == PQbackendPID(connection.raw())) {
      give({.question = "pooler", .message = "no connection pooler in between"});
      return;
    }
    give({.question = "pooler",
          .verdict = Verdict::warning,
          .message = "a connection pooler is in between",
          .hint = "Connect to the server itself; a pooler may mix up the settings of sessions, and in transaction mode "
                  "connections cannot work on one snapshot together."});
  }

  void check_standby(pg::Connection& connection) {
    const pg::Result result = connection.query(R"(
      SELECT pg_catalog.pg_is_in_recovery(),
             pg_catalog.current_setting('hot_standby_feedback')::pg_catalog.bool
             OR pg_catalog.current_setting('max_standby_streaming_delay') = '-1')");
    if (!result.row(0).at(0).flag()) return give({.question = "standby", .message = "the server is a primary"});
    if (result.row(0).at(1).flag())
      return give({.question = "standby", .message = "the server is a standby that waits for its readers"});
    give({.question = "standby",
          .verdict = Verdict::warning,
          .message = "the server is a standby, and cancels queries that are in the way of replication",
          .hint = "Set hot_standby_feedback = on there, or max_standby_streaming_delay = -1."});
  }

  void check_roles(pg::Connection& connection) {
    const std::string sql = "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_authid', 'SELECT')";
    if (connection.query(sql).row(0).at(0).flag())
      return give({.question = "roles", .message = "roles can be saved with their passwords"});
    give({.question = "roles",
          .verdict = Verdict::warning,
          .message = "roles will be saved without their passwords, which this user may not read",
          .hint = fmt::format("GRANT SELECT ON pg_authid TO {}; or set passwords anew after a restore.",
                              connection.user())});
  }

  void check_one(const ServerDatabase& database) {
    try {
      pg::Connection connection = cluster_.open(database.name);
      backups::check_database(connection, [&](Answer answer) {
        answer.database = database.name;
        give(answer);
      });
      pg::end_snapshot(connection);
    } catch (const Error& error) {
      give_error("connection", database.name, error);
    }
  }

  backups::Cluster cluster_;
  const BackupOptions& options_;
  const std::function<void(const Answer&)>& on_answer_;
  std::stop_token stop_;
  Verdict worst_ = Verdict::good;
};

}  // namespace

Verdict check(const ConnectOptions& connect, const BackupOptions& options,
              const std::function<void(const Answer&)>& on_answer, const std::stop_token& stop) {
  return Preflight(connect, options, on_answer, stop).run();
}

}  // namespace pgdumpcore
