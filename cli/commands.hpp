// The commands. Each names its options and does its work by calling the library.
#pragma once

#include "arguments.hpp"

#include <stop_token>
#include <string>
#include <string_view>

namespace cli {

enum Status { done = 0, failed = 1, wrong_usage = 2, partial = 3 };

struct Command {
  std::string_view name;
  std::string_view introduction;  // of its help
  OptionTable (*options)();
  std::string_view positional;  // the option that an argument without a name stands for; empty: there may be none
  int usage_status;             // what wrong usage ends with
  int (*run)(const Values& values, const std::stop_token& stop);
};

extern const Command dump_command;
extern const Command backup_command;
extern const Command check_command;
extern const Command verify_command;
extern const Command list_command;
extern const Command restore_command;

// Nothing where no command has that name.
[[nodiscard]] const Command* find_command(std::string_view name);

[[nodiscard]] std::string program_help();
[[nodiscard]] std::string command_help(const Command& command);

}  // namespace cli
