// Errors of a restore as pg_restore words them, for programs that read its messages.
#pragma once

#include <pgdumpcore/error.hpp>

#include <string>

namespace cli {

class RestoreWording {
 public:
  // All lines for an error that has the server's message. A phase and an entry are named when they are new.
  [[nodiscard]] std::string text(const pgdumpcore::Error& error);

 private:
  std::string last_phase_{};
  std::string last_entry_{};
};

}  // namespace cli
