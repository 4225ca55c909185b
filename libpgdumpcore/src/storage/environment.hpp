// What a user sets outside of the command line: environment variables, and files that they name.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>

namespace pgdumpcore::storage {

// The value of an environment variable; empty: it is not set. Tests have one of their own.
using Environment = std::function<std::string(const char* name)>;
[[nodiscard]] Environment process_environment();

// The first one that is not empty; empty if all are.
[[nodiscard]] std::string first_of(std::initializer_list<std::string> candidates);

// The whole of a small file. Throws Error (io) if it cannot be read or has more than a megabyte.
[[nodiscard]] std::string read_small_file(const std::string& path);

}  // namespace pgdumpcore::storage
