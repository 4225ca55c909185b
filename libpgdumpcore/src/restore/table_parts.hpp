// The columns and constraints in the definition of a table.
#pragma once

#include "archive/entry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

// As it is written.
struct TablePart {
  bool is_constraint = false;
  std::string_view name{};
  std::string_view text{};           // `a integer DEFAULT 1`, `CONSTRAINT c CHECK ((a > 0))`
  std::string definition{};          // of a column: `a integer`, with its collation; of a generated one all of it
  std::string_view default_value{};  // of a column; empty if it has none
};

// Of an entry that creates a table; the views are into entry.create. Empty for any other.
[[nodiscard]] std::vector<TablePart> table_parts(const archive::Entry& entry);

}  // namespace pgdumpcore::restoring
