// pg_dump's options, by name.
#pragma once

#include "arguments.hpp"

#include <pgdumpcore/options.hpp>

namespace cli {

[[nodiscard]] OptionTable dump_options();
// Throws UsageError where --format asks for what is not there.
void check_format(const Values& values);
// Throws UsageError on values that make no sense.
[[nodiscard]] pgdumpcore::DumpOptions dump_options_from(const Values& values);

}  // namespace cli
