// Who keeps a session waiting for a lock.
#pragma once

#include "pg/connection.hpp"

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/progress.hpp>

#include <string>

namespace pgdumpcore::pg {

// What the session with this process waits for, and who holds it: `waiting for a lock on TABLE public.t, held by …`.
// Empty if it waits for no lock of a relation.
[[nodiscard]] std::string lock_wait(Connection& other, int waiting_process);

// As long as this lives, each lock that the connection has been waiting for some seconds is logged, as another
// connection sees it.
class LockWaitLog {
 public:
  // All of them must outlive it. Does nothing without `log`, which is called on the thread that waits.
  //   hint: what may be done about it
  LockWaitLog(Connection& connection, const ConnectOptions& connect, const LogCallback& log, std::string hint);
  LockWaitLog(const LockWaitLog&) = delete;
  LockWaitLog& operator=(const LockWaitLog&) = delete;
  ~LockWaitLog();

 private:
  void look();

  Connection& connection_;
  const ConnectOptions& connect_;
  const LogCallback& log_;
  const std::string hint_;
  std::string logged_{};
};

}  // namespace pgdumpcore::pg
