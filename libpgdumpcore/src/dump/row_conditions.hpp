// Conditions of --where, looked at before anything is written. Test: tests/integration/row_conditions.
#pragma once

#include "dump/entries.hpp"
#include "dump/catalog_snapshot.hpp"
#include "pg/connection.hpp"

namespace pgdumpcore::dumping {

// Has the server look at the conditions of all tables whose rows are dumped. Throws Error (server) with the table's
// name where one is not taken, or is more than an expression. The transaction has failed then.
void check_row_conditions(pg::Connection& connection, const Entries& entries, const CatalogSnapshot& reading);

}  // namespace pgdumpcore::dumping
