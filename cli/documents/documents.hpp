// What is made from the commands: pages of the manual, and completions.
#pragma once

#include "commands.hpp"

#include <string>
#include <vector>

namespace cli {

// date: YYYY-MM-DD; empty: the page has none
[[nodiscard]] std::string program_page(const std::string& date);
[[nodiscard]] std::string command_page(const Command& command, const std::string& date);

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();

}  // namespace cli
