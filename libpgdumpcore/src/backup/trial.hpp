// A database restored for a trial into a scratch database, which is then dropped.
#pragma once

#include "backup/content.hpp"

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/progress.hpp>

#include <functional>
#include <stop_token>
#include <string>

namespace pgdumpcore::backups {

struct Trial {
  std::string path{};      // of the database's file
  std::string globals{};   // the path of the set's globals, which tell how the database was made; empty: there are none
  std::string database{};  // its name in them
  const Content& content;  // of the file
};

// Restores the file, counts each table's rows and compares them with those in the file. Every trouble is told; what
// concerns roles or tablespaces that the server has not is none. Throws Error: connection, cancelled, or whatever keeps
// the scratch database from being made.
void try_restore(const Trial& trial, const ConnectOptions& connect, const std::stop_token& stop,
                 const std::function<void(const std::string&)>& tell);

}  // namespace pgdumpcore::backups
