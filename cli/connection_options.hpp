// How every command that connects is told where to.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/connect.hpp>

#include <chrono>
#include <stop_token>
#include <string>

namespace cli {

[[nodiscard]] OptionGroup connection_options();
// From --password-file or PGPASSWORD_FILE, or nothing.
[[nodiscard]] std::string password_file_from(const Values& values);
// From --connect-retry; 0: no second try.
[[nodiscard]] std::chrono::seconds connect_retry_from(const Values& values);
// Whether it is a connection string or a URI, as -d takes them, and no name.
[[nodiscard]] bool is_connection_string(const std::string& text);
// -W asks on the terminal, until `stop`.
[[nodiscard]] pgdumpcore::ConnectOptions connection_from(const Values& values, const std::stop_token& stop);

}  // namespace cli
