// The server's refusals as pg_dump and pg_restore word them, for programs that read their messages.
#pragma once

#include <pgdumpcore/error.hpp>

#include <string>

namespace cli {

class PostgresqlWording {
 public:
  // All lines for an error that has the server's message, or nothing if it is to be worded as under our own name.
  //   program: pg_dump or pg_restore
  //   verbose: pg_restore's phase and entry are named when they are new
  [[nodiscard]] std::string text(const std::string& program, const pgdumpcore::Error& error, bool verbose);

 private:
  [[nodiscard]] std::string restore_text(const pgdumpcore::Error& error, bool verbose);

  std::string last_phase_{};
  std::string last_entry_{};
};

}  // namespace cli
