// What belongs to the server and to no database: roles, tablespaces, and the databases themselves.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/sink.hpp>

#include <functional>
#include <string>
#include <vector>

namespace pgdumpcore::backups {

// Opens a connection to a database of the server.
using Connect = std::function<pg::Connection(const std::string& database)>;

// Writes a script that makes the roles (those that exist are left as they are), their memberships and settings, the
// tablespaces, and the named databases, empty, with owner, privileges and settings.
void write_globals(Sink& out, const std::string& maintenance_database, const std::vector<std::string>& databases,
                   const Connect& connect, const LogCallback& log);

}  // namespace pgdumpcore::backups
