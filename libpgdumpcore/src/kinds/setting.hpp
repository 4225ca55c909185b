// Settings kept in catalogs (pg_proc.proconfig, pg_db_role_setting.setconfig), each a text "name=value".
#pragma once

#include "catalog/renderer.hpp"

#include <string>
#include <string_view>

namespace pgdumpcore::kinds {

// "SET name TO value", or empty for an item without '='.
[[nodiscard]] std::string set_clause(const catalog::Dialect& dialect, std::string_view item);

}  // namespace pgdumpcore::kinds
