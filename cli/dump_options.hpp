// pg_dump's options, by name.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/options.hpp>

namespace cli {

[[nodiscard]] OptionTable dump_options();
// What --format asks for. Throws UsageError on what is no format.
[[nodiscard]] pgdumpcore::Format format_from(const Values& values);
// Throws UsageError on values that make no sense.
[[nodiscard]] pgdumpcore::DumpOptions dump_options_from(const Values& values);

// What --section was given.
[[nodiscard]] pgdumpcore::Sections sections_from(const std::vector<std::string>& names);

}  // namespace cli
