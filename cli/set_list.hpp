// The sets of a directory, for people and for programs.
#pragma once

#include <pgdumpcore/backup.hpp>

#include <span>
#include <string>

namespace cli {

[[nodiscard]] std::string set_list_text(std::span<const pgdumpcore::SetInfo> sets);
[[nodiscard]] std::string set_list_json(std::span<const pgdumpcore::SetInfo> sets);

}  // namespace cli
