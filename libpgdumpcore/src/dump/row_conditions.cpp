#include "dump/row_conditions.hpp"

#include <fmt/format.h>

namespace pgdumpcore::dumping {

namespace {

// Nothing is run. Without parentheses around it, a condition cannot close one that it has not opened, nor begin a
// second statement; within them, as it is used, it cannot go on with what may follow a WHERE clause. Only what passes
// both is an expression and nothing else.
void check(pg::Connection& connection, const kinds::RowStatements& rows) {
  for (const std::string& condition : rows.row_conditions)
    connection.parse(fmt::format("SELECT FROM {} WHERE {}", rows.source, condition));
  connection.parse(rows.select);
}

}  // namespace

void check_row_conditions(pg::Connection& connection, const Entries& entries, const CatalogSnapshot& reading) {
  for (const archive::Entry& entry : entries.list()) {
    const auto* const data = std::get_if<catalog::TableData>(&entries.source(entry));
    if (data == nullptr || !data->conditional) continue;
    try {
      check(connection, reading.row_statements(*data->table));
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled || error.fault() == Fault::connection) throw;
      const std::string name = catalog::schema_name(*data->table) + "." + data->table->name;
      throw error.within(fmt::format("the condition for rows of table \"{}\" was refused", name))
          .object("TABLE " + name);
    }
  }
}

}  // namespace pgdumpcore::dumping
