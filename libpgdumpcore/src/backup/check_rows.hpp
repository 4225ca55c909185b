// Rows that no COPY can read: the server builds a row's text in one piece of less than 1 GB.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/check.hpp>

#include <chrono>

namespace pgdumpcore::backups {

// Looks through the tables that may have such rows, for about that long; the answer names those that were left. The
// connection must be in a transaction.
[[nodiscard]] Answer check_rows(pg::Connection& connection, std::chrono::milliseconds at_most);

}  // namespace pgdumpcore::backups
