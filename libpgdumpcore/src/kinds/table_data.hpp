// Rows of tables.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/renderer.hpp"

#include <string>
#include <vector>

namespace pgdumpcore::kinds {

// The statements that read a table's rows, and what a script's INSERT needs.
struct RowStatements {
  std::string copy_out{};                     // the whole COPY … TO stdout; statement, without semicolon
  std::string copy_select{};                  // the same rows as a query
  std::string select{};                       // for --inserts: SELECT … FROM ONLY …
  std::string source{};                       // what both select from
  std::vector<std::string> row_conditions{};  // of --where; met by all rows of the statements above
  std::string insert_target{};                // for --inserts: the (qualified) name rows are inserted into
  std::vector<std::string> columns{};         // for --column-inserts: quoted column names
  bool overriding_system_value = false;
  std::vector<bool> generated{};  // for --inserts: the columns that are written as DEFAULT
};

[[nodiscard]] RowStatements row_statements(const catalog::Renderer& renderer, const catalog::Object& table);

extern const catalog::Kind table_data;

}  // namespace pgdumpcore::kinds
