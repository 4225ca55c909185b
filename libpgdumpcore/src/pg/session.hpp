// The session a dump needs: settings that make the server's output the same everywhere, and a pinned snapshot.
#pragma once

#include "pg/connection.hpp"
#include "pg/quote.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace pgdumpcore::pg {

struct SessionSettings {
  std::string encoding{};  // empty: the database's own
  std::string role{};
  bool quote_all_identifiers = false;
  bool row_security = false;
  std::optional<int> extra_float_digits{};
};

// Which relations no statement of the session may expand: by default views and foreign tables, so that nobody can run
// code as us by swapping a table for one. Only for the rows of foreign tables these are let in.
enum class Expandable { tables, foreign_tables };
void restrict_expansion(Connection& connection, Expandable most);

// Makes the settings, in one round trip. Throws Error when one is refused (an unknown encoding, a role that may not be
// taken).
void prepare_session(Connection& connection, const SessionSettings& settings);

[[nodiscard]] bool is_standby(Connection& connection);

// Begins, in one round trip, the transaction that every catalog query and every COPY of a dump runs in.
//   imported: name of an exported snapshot to use, or empty
// Returns the name under which others can share it, empty where the server cannot export one.
std::string pin_snapshot(Connection& connection, const std::string& imported, bool serializable_deferrable);
// Ends that transaction.
void end_snapshot(Connection& connection);

// Both of the above, prepare_session() and pin_snapshot(), in one round trip. The settings end with the transaction.
std::string begin_session(Connection& connection, const SessionSettings& settings, const std::string& imported,
                          bool serializable_deferrable);

// How this server wants identifiers quoted, from its answer to keywords_query.
inline constexpr std::string_view keywords_query = "SELECT word FROM pg_catalog.pg_get_keywords() WHERE catcode <> 'U'";
IdentifierQuoter identifier_quoter(const Result& keywords, bool quote_all);

}  // namespace pgdumpcore::pg
