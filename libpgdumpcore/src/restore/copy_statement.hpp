// COPY … FROM stdin as dumps write it.
#pragma once

#include "archive/entry.hpp"

#include <string>
#include <string_view>

namespace pgdumpcore::restoring {

struct CopyStatement {
  std::string_view table{};    // as it is written
  std::string_view columns{};  // between the parentheses, as they are written; empty: it has none
};

// Of an entry with rows; the views are into entry.copy. Throws Error (data) if its rows are not COPY's, and of what is
// no such statement.
[[nodiscard]] CopyStatement copy_statement(const archive::Entry& entry);

}  // namespace pgdumpcore::restoring
