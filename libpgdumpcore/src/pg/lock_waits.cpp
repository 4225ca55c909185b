#include "pg/lock_waits.hpp"

#include "pg/session.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <chrono>
#include <utility>
#include <vector>

namespace pgdumpcore::pg {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 3s;

// A prepared transaction has no process: pg_blocking_pids() has 0 for it, and its lock no process either.
constexpr const char* wait_query = R"(
  WITH waiting AS (
      SELECT l.relation
        FROM pg_catalog.pg_locks AS l
       WHERE l.pid = {0} AND NOT l.granted AND l.locktype = 'relation'
       LIMIT 1),
    holders AS (
      SELECT DISTINCT pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids({0})) AS p (pid))
  SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS relation,
         h.pid AS process,
         a.usename AS username,
         a.application_name AS application,
         a.state AS state,
         pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start) AS age,
         CASE WHEN h.pid = 0 THEN (
             SELECT pg_catalog.string_agg(x.gid, ', ')
               FROM pg_catalog.pg_locks AS l
               JOIN pg_catalog.pg_locks AS t ON t.virtualtransaction = l.virtualtransaction AND t.pid IS NULL
               JOIN pg_catalog.pg_prepared_xacts AS x ON x.transaction = t.transactionid
              WHERE l.relation = w.relation AND l.granted AND l.pid IS NULL) END AS prepared
    FROM waiting AS w
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = w.relation
    LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN holders AS h ON true
    LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = h.pid
   ORDER BY h.pid)";

std::string holder(const Row& row) {
  if (row["process"].integer() == 0)
    return row["prepared"].empty() ? "a prepared transaction"
                                   : fmt::format("the prepared transaction \"{}\"", row["prepared"].view());
  std::string text = fmt::format("process {}", row["process"].view());
  std::vector<std::string> facts;
  if (!row["username"].empty()) facts.push_back(fmt::format("user \"{}\"", row["username"].view()));
  if (!row["application"].empty()) facts.push_back(fmt::format("application \"{}\"", row["application"].view()));
  if (!row["state"].empty()) facts.push_back(row["state"].str());
  if (!row["age"].empty()) facts.push_back(fmt::format("in a transaction for {}", row["age"].view()));
  if (!facts.empty()) text += fmt::format(" ({})", fmt::join(facts, ", "));
  return text;
}

}  // namespace

std::string lock_wait(Connection& other, int waiting_process) {
  const Result rows = other.query(fmt::format(wait_query, waiting_process));
  if (rows.rows() == 0) return {};
  std::vector<std::string> holders;
  for (const Row row : rows)
    if (!row["process"].is_null()) holders.push_back(holder(row));
  const std::string relation = rows.row(0)["relation"].str();
  return fmt::format("waiting for a lock on {}{}{}", relation.empty() ? "a relation" : relation,
                     holders.empty() ? "" : ", held by ", fmt::join(holders, " and "));
}

LockWaitLog::LockWaitLog(Connection& connection, const ConnectOptions& connect, const LogCallback& log,
                         std::string hint)
    : connection_(connection), connect_(connect), log_(log), hint_(std::move(hint)) {
  if (log_) connection_.on_long_wait(patience, [this] { look(); });
}

LockWaitLog::~LockWaitLog() {
  connection_.on_long_wait(0s, {});
}

// A look that fails, such as for want of connections, says nothing.
void LockWaitLog::look() {
  std::string text;
  try {
    Connection other = open_session(connect_, Purpose::read, connection_.stop_token());
    text = lock_wait(other, connection_.process());
    end_snapshot(other);
  } catch (const Error&) {
    return;
  }
  // What is in parentheses changes by the second.
  const std::string wait = text.substr(0, text.find(" ("));
  if (wait.empty() || wait == logged_) return;
  logged_ = wait;
  log_(LogLevel::warning, fmt::format("database \"{}\": {}", connection_.database(), text), hint_);
}

}  // namespace pgdumpcore::pg
