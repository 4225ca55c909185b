// A database restored for a trial into a scratch database, which is then dropped.
#pragma once

#include "backup/dump_contents.hpp"

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/progress.hpp>
#include <pgdumpcore/verify.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace pgdumpcore::backups {

struct TrialRestore {
  RestoreInput input;                     // the database's file
  std::optional<RestoreInput> globals{};  // of the set, which have how the database was made; nullopt: there are none
  std::string database{};                 // its name in them
  const DumpContents& content;            // of the file
};

using TrialReport = std::function<void(ProblemKind kind, const std::string& message)>;

// Makes a database with the settings of the one that was saved, restores the file, counts each table's rows and
// compares them with those in the file. Every trouble is reported, as not_restored or as server. Returns how many
// statements were left out because they need roles or tablespaces that the server does not have. Throws Error: what
// keeps the server from making, filling or reading the scratch database; cancelled.
//   on_progress: of the restore; may be empty
std::uint64_t restore_for_trial(const TrialRestore& trial, const ConnectOptions& connect, const std::stop_token& stop,
                                const TrialReport& report, const ProgressCallback& on_progress = {});

}  // namespace pgdumpcore::backups
