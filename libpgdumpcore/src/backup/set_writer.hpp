// Writes the files of a set, each with its digest.
#pragma once

#include "backup/cluster.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/backup.hpp>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace pgdumpcore::backups {

// How a database is dumped into a set.
struct DatabaseDump {
  std::string base{};   // its file, without what the format adds to the name
  int connections = 1;  // that work on it at once
  std::string encoding{};
  std::stop_token stop{};
  Observer observer{};
};

class SetWriter {
 public:
  // Both must outlive it. May be used by several threads at once.
  SetWriter(storage::NewGroup& set, const BackupOptions& options) : set_(set), options_(options) {}

  // A script that `fill` writes.
  [[nodiscard]] SetFile save_script(const std::string& base, const std::function<void(Sink&)>& fill) const;

  // Dumps the database that the outcome names, and fills in the rest of it.
  void save_database(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const;

  // Takes back what was saved of a database.
  void discard(const DatabaseOutcome& outcome) const;

 private:
  void save_plain(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const;
  void save_custom(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const;
  void save_directory(const ConnectOptions& connect, const DatabaseDump& how, DatabaseOutcome& outcome) const;
  [[nodiscard]] DumpOptions dump_options(const DatabaseDump& how) const;
  [[nodiscard]] Compression script_compression() const;
  [[nodiscard]] std::string name_of(const std::string& plain) const;
  [[nodiscard]] std::unique_ptr<Sink> encrypted(std::unique_ptr<Sink> file) const;

  storage::NewGroup& set_;
  const BackupOptions& options_;
};

}  // namespace pgdumpcore::backups
