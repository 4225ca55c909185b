#include "pg/pooler.hpp"

#include "pg/quote.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>

#include <unistd.h>

namespace pgdumpcore::pg {

namespace {

std::string mark_of(Connection& connection) {
  return connection.query("SELECT pg_catalog.current_setting('pgdump.session', true)").row(0).at(0).str();
}

}  // namespace

bool shares_sessions(Connection& connection, const ConnectOptions& options) {
  // A pooler cannot know the server's process when a client connects: only the server reports its own.
  const auto backend = connection.query("SELECT pg_catalog.pg_backend_pid()").row(0).at(0).integer();
  if (backend == PQbackendPID(connection.raw())) return false;

  const std::string mark =
      fmt::format("{}.{}", ::getpid(), std::chrono::steady_clock::now().time_since_epoch().count());
  connection.execute(fmt::format("SELECT pg_catalog.set_config('pgdump.session', {}, false)", quote_literal(mark)));
  Connection other = Connection::open(options, connection.stop_token());
  const bool leaks = mark_of(other) == mark;
  return leaks || mark_of(connection) != mark;
}

void reject_transaction_pooling(Connection& connection, const ConnectOptions& options) {
  if (!shares_sessions(connection, options)) return;
  throw Error(Fault::unsupported, "several jobs are not possible through a pooler that shares sessions")
      .detail("Settings and snapshots of one transaction do not hold in the next.")
      .hint("Connect to the server itself, set the pooler to session mode, or leave out -j.");
}

}  // namespace pgdumpcore::pg
