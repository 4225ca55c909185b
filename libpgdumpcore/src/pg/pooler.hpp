// Poolers between us and the server.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/connect.hpp>

namespace pgdumpcore::pg {

// Whether a pooler gives a session to others between transactions: settings of one are then lost or leak. `connection`
// must not be in a transaction.
[[nodiscard]] bool shares_sessions(Connection& connection, const ConnectOptions& options);

// Throws Error (unsupported) if sessions are shared: a connection for each job is then none. As shares_sessions().
void reject_transaction_pooling(Connection& connection, const ConnectOptions& options);

}  // namespace pgdumpcore::pg
