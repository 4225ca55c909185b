// pg_dump's options, by name.
#pragma once

#include "program.hpp"

#include <pgdumpcore/options.hpp>

namespace cli {

[[nodiscard]] po::options_description dump_options();
// Throws UsageError on values that make no sense.
[[nodiscard]] pgdumpcore::DumpOptions dump_options_from(const po::variables_map& values);

}  // namespace cli
