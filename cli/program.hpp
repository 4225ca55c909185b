// What all commands share: options with their environment twins, messages, exit statuses.
#pragma once

#include <pgdumpcore/connect.hpp>
#include <pgdumpcore/error.hpp>
#include <pgdumpcore/progress.hpp>

#include <boost/program_options.hpp>

#include <string>
#include <vector>

namespace cli {

namespace po = boost::program_options;

enum Status { done = 0, failed = 1, wrong_usage = 2, partial = 3 };

// A command line that cannot be understood. `hint` tells what to try.
struct UsageError {
  std::string message{};
  std::string hint{};
};

using Arguments = std::vector<std::string>;

// Parses long and short options, then the twins PGDUMP_<OPTION> of the environment, which the options override.
//   positional: name of the option that takes what is no option; empty: nothing may be
[[nodiscard]] po::variables_map parse(const po::options_description& options, const Arguments& arguments,
                                      const char* positional, int positional_count);

// --- options of every command that connects

[[nodiscard]] po::options_description connection_options();
// -W asks on the terminal.
[[nodiscard]] pgdumpcore::ConnectOptions connection_from(const po::variables_map& values);

[[nodiscard]] po::options_description message_options();

// Text helpers for values that may be absent.
[[nodiscard]] std::string text(const po::variables_map& values, const char* name);
[[nodiscard]] std::vector<std::string> list(const po::variables_map& values, const char* name);
[[nodiscard]] bool flag(const po::variables_map& values, const char* name);

// For options without a value.
[[nodiscard]] po::typed_value<bool>* toggle();

}  // namespace cli
