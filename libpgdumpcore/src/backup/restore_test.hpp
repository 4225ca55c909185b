// A database restored for a trial into a scratch database, which is then dropped.
#pragma once

#include "backup/dump_contents.hpp"

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/verify.hpp>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

namespace pgdumpcore::backups {

struct RestoreTest {
  std::string path{};      // of the database's file
  std::string globals{};   // the path of the set's globals, which tell how the database was made; empty: there are none
  std::string database{};  // its name in them
  const DumpContents& content;  // of the file
};

using TrialReport = std::function<void(ProblemKind kind, const std::string& message)>;

// Makes a database with the settings of the one that was saved, restores the file, counts each table's rows and
// compares them with those in the file. Every trouble is reported, as not_restored or as server. Returns how many
// statements were left out because they need roles or tablespaces that the server does not have. Throws Error: what
// keeps the server from making, filling or reading the scratch database; cancelled.
std::uint64_t test_restore(const RestoreTest& trial, const ConnectOptions& connect, const std::stop_token& stop,
                           const TrialReport& report);

}  // namespace pgdumpcore::backups
