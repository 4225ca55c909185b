// How every command that connects is told where to.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/connect.hpp>

#include <stop_token>

namespace cli {

[[nodiscard]] OptionGroup connection_options();
// -W asks on the terminal, until `stop`.
[[nodiscard]] pgdumpcore::ConnectOptions connection_from(const Values& values, const std::stop_token& stop);

}  // namespace cli
