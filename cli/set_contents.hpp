// What is in one set, for people and for programs.
#pragma once

#include <pgdumpcore/set.hpp>

#include <string>

namespace cli {

// A line for each database and each table. Printable.
[[nodiscard]] std::string set_contents_text(const pgdumpcore::SetManifest& set);
[[nodiscard]] std::string set_contents_json(const pgdumpcore::SetManifest& set);

}  // namespace cli
