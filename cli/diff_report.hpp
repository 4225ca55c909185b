// What a diff has found, for people and for programs.
#pragma once

#include <pgdumpcore/diff.hpp>

#include <string>

namespace cli {

// Databases that do not differ are left out. Printable.
[[nodiscard]] std::string diff_text(const pgdumpcore::DiffSummary& summary);
[[nodiscard]] std::string diff_json(const pgdumpcore::DiffSummary& summary);

}  // namespace cli
