// Files of keys, which have one key on a line.
#pragma once

#include "age/secret.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pgdumpcore::age {

// Without the white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

// Of at most 16 MiB, as nothing but a mistaken name is larger. Throws Error: io, usage.
[[nodiscard]] Secret read_small_file(const std::string& path);

// Each line that is neither empty nor a comment, trimmed, with its number.
void for_each_line(const Secret& content, const std::function<void(std::string_view, std::size_t)>& use);

}  // namespace pgdumpcore::age
