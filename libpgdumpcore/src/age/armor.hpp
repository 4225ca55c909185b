// Age files as text: PEM, in its strict form (RFC 7468, figure 3). It is read, and never written.
#pragma once

#include "io/source.hpp"

#include <memory>
#include <span>

namespace pgdumpcore::age {

// How many first bytes tell whether a file is armored, unless there is more white space before it.
inline constexpr std::size_t armor_prefix_size = 1024;

// Whether these first bytes, but for white space before them, begin an armored file.
[[nodiscard]] bool is_armored(std::span<const std::byte> first_bytes);

// The content if the source is armored, else the source as it is. Reading throws Error (data) where the armor is not
// strict; the caller puts the file's name before it.
[[nodiscard]] std::unique_ptr<io::Source> without_armor(std::unique_ptr<io::Source> source);

}  // namespace pgdumpcore::age
