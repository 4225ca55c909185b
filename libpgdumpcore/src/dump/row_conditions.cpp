#include "dump/row_conditions.hpp"

#include <fmt/format.h>

namespace pgdumpcore::dumping {

namespace {

// Nothing is run. Without parentheses around it, a condition cannot close one that it has not opened, nor begin a
// second statement; within them, as it is used, it cannot go on with what may follow a WHERE clause. Only what passes
// both is an expression and nothing else.
void check(pg::Connection& connection, const catalog::TableData& data) {
  for (const std::string& condition : data.row_conditions)
    connection.parse(fmt::format("SELECT FROM {} WHERE {}", data.source, condition));
  connection.parse(data.select);
}

}  // namespace

void check_row_conditions(pg::Connection& connection, const Entries& entries) {
  for (const archive::Entry& entry : entries.list()) {
    const auto* const data = std::get_if<catalog::TableData>(&entries.source(entry));
    if (data == nullptr || data->row_conditions.empty()) continue;
    try {
      check(connection, *data);
    } catch (const Error& error) {
      if (error.fault() == Fault::cancelled || error.fault() == Fault::connection) throw;
      const std::string name = catalog::schema_name(*data->table) + "." + data->table->name;
      throw error.within(fmt::format("the condition for rows of table \"{}\" was refused", name))
          .object("TABLE " + name);
    }
  }
}

}  // namespace pgdumpcore::dumping
