// The session that is restored into: one connection, which may move to another database, and its transactions.
#pragma once

#include "pg/connection.hpp"
#include "pg/lock_waits.hpp"
#include "restore/report.hpp"

#include <pgdumpcore/connect.hpp>

#include <cstdint>
#include <exception>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace pgdumpcore::restoring {

class TargetSession {
 public:
  TargetSession(ConnectOptions connect, std::string role, Report& report, const std::stop_token& stop);
  // The connection has its address.
  TargetSession(const TargetSession&) = delete;
  TargetSession& operator=(const TargetSession&) = delete;

  [[nodiscard]] pg::Connection& connection() { return *connection_; }
  [[nodiscard]] const ConnectOptions& connect_options() const { return connect_; }
  [[nodiscard]] Report& report() { return report_; }

  // Where errors come from: `from TOC entry 12; …` or `line 5`, and the object's name.
  void set_error_context(std::string context, std::string object = {});
  // Whether something has failed there so far.
  [[nodiscard]] bool failed() const { return failed_; }

  // Runs one command, or several that stand or fall together. Errors go to the report; false if there was one. What
  // the server ended because of a deadlock is begun again, up to so many attempts, where it is a transaction of its
  // own.
  bool run(const std::string& sql, int attempts = 1);
  // Runs commands that do not depend on each other: together, or one by one once that has failed.
  void run_each(const std::vector<std::string>& commands);
  // Tells an error of what was not run here, and readies the session for what comes next.
  void fail(const Error& error, const std::string& command);

  // Warns if the server has taken fewer rows than it was sent.
  void compare_rows(std::uint64_t sent, std::uint64_t taken, const std::string& table);

  // Goes on in this database of the same server. The transaction must be over.
  void connect(const std::string& database);

  void begin();
  void commit() { end(true); }
  void end(bool keep);
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }

  // A script's own transactions are not known here: it says so when none is open, and what was done until then stays.
  void note_kept() { kept_ = report_.summary().objects; }
  // Objects that stay if the open transaction is lost; nullopt: nobody has noted it.
  [[nodiscard]] std::optional<std::uint64_t> kept() const { return kept_; }

 private:
  void take_role();
  // What the server says beside results goes to the report: a warning as one, the rest for who wants to know more.
  void pass_on_notices();
  void pass_on(const pg::Notice& notice);
  void rethrow_from_callback();
  void open();

  ConnectOptions connect_;
  std::string role_;
  Report& report_;
  std::stop_token stop_;
  std::optional<pg::Connection> connection_{};
  const LogCallback log_;
  std::optional<pg::LockWaitLog> lock_waits_{};  // has the connection's address
  std::string context_{};
  std::string object_{};
  std::exception_ptr thrown_by_callback_{};  // within libpq, which knows no exceptions
  std::optional<std::uint64_t> kept_{};
  bool failed_ = false;
  bool in_transaction_ = false;
};

}  // namespace pgdumpcore::restoring
