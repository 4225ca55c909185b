// Settings kept in catalogs (pg_proc.proconfig, pg_db_role_setting.setconfig), each a text "name=value".
#pragma once

#include "catalog/renderer.hpp"

#include <string>
#include <string_view>

namespace pgdumpcore::kinds {

// "SET name TO value" as CREATE FUNCTION has it, or empty for an item without '='.
[[nodiscard]] std::string function_set_clause(const catalog::Dialect& dialect, std::string_view item);

// The same as ALTER DATABASE and ALTER ROLE have it: with shared_literal().
[[nodiscard]] std::string set_clause(const catalog::Dialect& dialect, std::string_view item);

// A string constant in what is written of databases and roles: until 18 it is E'…' if it holds a backslash.
[[nodiscard]] std::string shared_literal(const catalog::Dialect& dialect, std::string_view text);

}  // namespace pgdumpcore::kinds
