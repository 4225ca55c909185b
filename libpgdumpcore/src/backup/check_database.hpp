// The questions of a preflight that are asked of each database.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/check.hpp>

#include <functional>

namespace pgdumpcore::backups {

// May everything be read that would be dumped, are there locks enough, and is no row too large?
void check_database(pg::Connection& connection, const std::function<void(Answer)>& give);

}  // namespace pgdumpcore::backups
