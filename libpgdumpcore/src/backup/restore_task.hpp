// What the steps of a set's restore share: where to, how, and who is told.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/restore_set.hpp>

#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::backups {

class RestoreTask {
 public:
  // All are kept by reference.
  RestoreTask(const ConnectOptions& connect, const SetRestoreOptions& options, const std::stop_token& stop,
              const SetRestoreObserver& observer)
      : connect_(connect), options_(options), stop_(stop), observer_(observer) {}

  [[nodiscard]] const ConnectOptions& connect() const { return connect_; }
  [[nodiscard]] const SetRestoreOptions& options() const { return options_; }
  [[nodiscard]] const std::stop_token& stop() const { return stop_; }
  [[nodiscard]] const SetRestoreObserver& observer() const { return observer_; }

  // For what was saved: it may write whatever the database forbids, and says its encoding itself.
  //   database: empty: the one that connect() leads to
  [[nodiscard]] ConnectOptions inside(const std::string& database) const;

  // A session for statements about databases and roles. What the server says in it is logged.
  [[nodiscard]] pg::Connection open_maintenance() const { return open_maintenance(stop_); }
  [[nodiscard]] pg::Connection open_maintenance(const std::stop_token& stop) const;

  void warn(const std::string& message, const std::string& hint = "") const;
  // Counts an error that the restore goes on after, and reports it.
  void report(const Error& error);
  // What of a set that is damaged, or on a server that lacks what it needs, does not come back.
  void note_lost(std::string what) { lost_.push_back(std::move(what)); }
  [[nodiscard]] const std::vector<std::string>& lost() const { return lost_; }
  void add_errors(std::uint64_t count) { errors_ += count; }
  [[nodiscard]] std::uint64_t errors() const { return errors_; }

 private:
  const ConnectOptions& connect_;
  const SetRestoreOptions& options_;
  const std::stop_token& stop_;
  const SetRestoreObserver& observer_;
  std::uint64_t errors_ = 0;
  std::vector<std::string> lost_{};
};

}  // namespace pgdumpcore::backups
