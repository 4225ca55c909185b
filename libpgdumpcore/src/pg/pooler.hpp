// Poolers between us and the server.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/connect.hpp>

namespace pgdumpcore::pg {

// Throws Error (unsupported) if a pooler gives a session to others between transactions: settings made in one are then
// lost or leak, and a connection for each job is none. `connection` must not be in a transaction.
void reject_transaction_pooling(Connection& connection, const ConnectOptions& options);

}  // namespace pgdumpcore::pg
