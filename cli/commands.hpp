// The commands. Each parses its own arguments and calls the library.
#pragma once

#include "program.hpp"

#include <stop_token>

namespace cli {

int dump_command(const Arguments& arguments, const std::stop_token& stop);
int backup_command(const Arguments& arguments, const std::stop_token& stop);
[[nodiscard]] po::options_description backup_options();

// Help of a command, or of the program when it is empty or unknown.
[[nodiscard]] std::string help_text(const std::string& command);

}  // namespace cli
