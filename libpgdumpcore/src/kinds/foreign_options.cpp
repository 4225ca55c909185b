#include "kinds/foreign_options.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

std::string foreign_options_sql(std::string_view column) {
  return fmt::format(
      "(SELECT pg_catalog.string_agg(pg_catalog.format('%I %L', o.option_name, o.option_value), E',\\n    '"
      " ORDER BY o.option_name) FROM pg_catalog.pg_options_to_table({}) o)",
      column);
}

std::string options_clause(std::string_view space, std::string_view options) {
  return options.empty() ? std::string() : fmt::format("{}OPTIONS (\n    {}\n)", space, options);
}

}  // namespace pgdumpcore::kinds
