// Commands of the user's that a backup runs when it has ended.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace cli {

// Runs the command with the shell, these variables added to its environment, its output on stderr, and waits for it.
// An empty text is what went well; else it says how the command ended.
[[nodiscard]] std::string run_hook(const std::string& command,
                                   const std::vector<std::pair<std::string, std::string>>& variables);

}  // namespace cli
