// What the server refuses during a restore: equal errors are shown a few times and counted.
#pragma once

#include <pgdumpcore/error.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace cli {

class RestoreErrors {
 public:
  // all: every one is shown
  explicit RestoreErrors(bool all) : all_(all) {}

  void show(const pgdumpcore::Error& error);
  // How many more there were of each.
  void show_counts() const;

 private:
  bool all_;
  std::map<std::string, std::uint64_t> seen_{};  // by the server's code and message
};

}  // namespace cli
