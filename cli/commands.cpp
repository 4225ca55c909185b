#include "commands.hpp"

namespace cli {

const std::vector<CommandGroup>& command_groups() {
  static const std::vector<CommandGroup> groups = {
      {"One database", {&dump_command, &restore_command, &list_command}},
      {"A whole server", {&backup_command, &check_command, &verify_command, &diff_command, &prune_command}},
  };
  return groups;
}

const Command* find_command(std::string_view name) {
  for (const CommandGroup& group : command_groups())
    for (const Command* command : group.commands)
      if (command->name == name) return command;
  return nullptr;
}

}  // namespace cli
