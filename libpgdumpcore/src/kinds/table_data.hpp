// Rows of tables.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind table_data;

}  // namespace pgdumpcore::kinds
