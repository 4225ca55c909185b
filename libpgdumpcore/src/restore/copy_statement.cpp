#include "restore/copy_statement.hpp"

#include "archive/sql_words.hpp"
#include "restore/database_output.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <optional>

namespace pgdumpcore::restoring {

CopyStatement copy_statement(const archive::Entry& entry) {
  archive::SqlWords words(entry.copy);
  CopyStatement out;
  if (words.accept("COPY")) out.table = words.name();
  if (out.table.empty())
    throw Error(Fault::data, fmt::format("{}: its rows are no COPY text but INSERT statements", entry_object(entry)))
        .hint("Restore them as they are, without --missing-rows and --as-table.");
  if (!words.accept("(")) return out;
  const std::optional<std::string_view> columns = words.until(")");
  if (!columns) throw Error(Fault::data, fmt::format("{}: its COPY statement is cut", entry_object(entry)));
  out.columns = *columns;
  return out;
}

}  // namespace pgdumpcore::restoring
