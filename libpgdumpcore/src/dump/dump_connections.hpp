// Who reads the data.
#pragma once

#include "pg/connection.hpp"
#include "stream/worker_pool.hpp"

namespace pgdumpcore::dumping {

// The leader, which holds snapshot and locks and reads alone if there is one job; otherwise how its workers connect.
struct DumpConnections {
  pg::Connection& leader;
  const stream::WorkerSession& session;
  int jobs = 1;
};

}  // namespace pgdumpcore::dumping
