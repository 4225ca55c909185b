// Databases that a restore of a set has made, and has not filled yet.
#pragma once

#include "backup/restore_task.hpp"

#include <pgdumpcore/error.hpp>

#include <string>
#include <vector>

namespace pgdumpcore::backups {

class UnfinishedDatabases {
 public:
  // The task must outlive it.
  explicit UnfinishedDatabases(const RestoreTask& task) : task_(task) {}

  // Databases that every server has do not count.
  void add(const std::string& database);
  void finished(const std::string& database);
  [[nodiscard]] bool has(const std::string& database) const;

  // The error that ended the restore of one database, or of all. What is incomplete is dropped if the user asked for
  // that; otherwise the error's hint names it.
  [[nodiscard]] Error left_by(const Error& error, const std::string& database);
  [[nodiscard]] Error left_by(const Error& error);

 private:
  [[nodiscard]] Error described(const Error& error, const std::vector<std::string>& databases) const;
  [[nodiscard]] std::string drop(const std::string& database) const;

  const RestoreTask& task_;
  std::vector<std::string> names_{};
};

}  // namespace pgdumpcore::backups
