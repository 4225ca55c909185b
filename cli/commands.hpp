// The commands. Each names its options and does its work by calling the library.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/error.hpp>

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace cli {

enum Status { done = 0, failed = 1, wrong_usage = 2, partial = 3, different = 4 };

struct Usage {
  std::string_view arguments;  // behind the command's name
  std::string_view meaning{};  // where there are several ways
};

struct ExitStatus {
  Status status;
  std::string_view meaning;
};

// What help, the manual and completion show comes from here and from the tables of options, and from nowhere else.
struct Command {
  std::string_view name;
  std::string_view operand;                     // in the list of commands: what stands behind its name
  std::string_view summary;                     // in the list of commands, and what its manual page is about
  std::vector<std::string_view> description{};  // paragraphs
  std::vector<Usage> usage{};
  std::vector<ExitStatus> exit_statuses{};
  OptionTable (*options)();
  std::string_view positional;  // the options that arguments without a name stand for, as parse() takes them
  int usage_status;             // what wrong usage ends with
  int (*run)(const Values& values, const std::stop_token& stop);
  // Where a signal stopped the run: what it left, for behind "stopped by SIGTERM; ". Nullptr or an empty text where
  // that goes without saying.
  std::string (*left_behind)(const Values& values, const pgdumpcore::Error& error) = nullptr;
};

extern const Command dump_command;
extern const Command backup_command;
extern const Command check_command;
extern const Command verify_command;
extern const Command prune_command;
extern const Command list_command;
extern const Command diff_command;
extern const Command restore_command;

struct CommandGroup {
  std::string_view title;
  std::vector<const Command*> commands;
};

[[nodiscard]] const std::vector<CommandGroup>& command_groups();
// Nothing where no command has that name.
[[nodiscard]] const Command* find_command(std::string_view name);

inline constexpr std::string_view program_summary =
    "pgdump dumps PostgreSQL databases, servers 13 to 19, as their own pg_dump does.";

[[nodiscard]] std::string program_help();
[[nodiscard]] std::string command_help(const Command& command);

}  // namespace cli
