// Sessions that do not depend on what the server, the database, the user and the environment have set: those that read
// a dump, with a pinned snapshot, and those that ask a question, create a database or restore.
#pragma once

#include "pg/connection.hpp"
#include "pg/quote.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace pgdumpcore::pg {

// What a session is for, other than a dump. None of them has a time-out, and none runs under a role that the database
// sets for everybody (ALTER DATABASE … SET role); a role that the user has for himself stays.
enum class Purpose {
  // Queries in a read-only transaction, which ends with end_snapshot() or the connection and leaves nothing to whoever
  // gets the session from a pooler next. A failed query ends it; a query that may fail wants a savepoint.
  read,
  // Commands such as CREATE DATABASE, which are not allowed in a transaction.
  administer,
  // Commands of an archive or a script. They keep the search path and the encoding that the user has. Event triggers do
  // not fire, if the server (17 and later) lets this user switch them off.
  restore
};

// The client encoding of sessions that set another one at once. Every server has it, and converts nothing.
inline constexpr const char* no_encoding = "SQL_ASCII";

// Opens a connection and makes its settings. Except for Purpose::restore the search path is empty and the encoding the
// database's own: names arrive as they are stored. Purposes that write do so under default_transaction_read_only, too.
// Throws Error as Connection::open() does, and when the server refuses a setting.
[[nodiscard]] Connection open_session(const ConnectOptions& options, Purpose purpose, std::stop_token stop = {});

struct SessionSettings {
  std::string encoding{};  // empty: the connection's
  std::string role{};
  bool quote_all_identifiers = false;
  bool row_security = false;
  std::optional<int> extra_float_digits{};
};

// Which relations no statement of the session may expand: by default views and foreign tables, so that nobody can run
// code as us by swapping a table for one. Only for the rows of foreign tables these are let in.
enum class NonsystemRelations { tables, foreign_tables };
void restrict_nonsystem_relations(Connection& connection, NonsystemRelations most);

// Makes the settings, in one round trip. Throws Error when one is refused (an unknown encoding, a role that may not be
// taken).
void prepare_session(Connection& connection, const SessionSettings& settings);

[[nodiscard]] bool is_standby(Connection& connection);

struct SnapshotOptions {
  std::string imported{};  // name of an exported snapshot to use, or empty
  bool serializable_deferrable = false;
  // Other connections will use it. An exported snapshot is a file of the server, which a full disk has no room for.
  bool exported = false;
};

// Begins, in one round trip, the transaction that every catalog query and every COPY of a dump runs in.
// Returns the name under which others can share the snapshot; empty if it was neither imported nor exported.
std::string begin_snapshot(Connection& connection, const SnapshotOptions& snapshot);
// Ends that transaction.
void end_snapshot(Connection& connection);

// Both of the above, prepare_session() and begin_snapshot(), in one round trip. The settings end with the transaction.
std::string begin_session(Connection& connection, const SessionSettings& settings, const SnapshotOptions& snapshot);

// How this server wants identifiers quoted, from its answer to keywords_query.
inline constexpr std::string_view keywords_query = "SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'";
IdentifierQuoter identifier_quoter(const Result& keywords, bool quote_all);

}  // namespace pgdumpcore::pg
