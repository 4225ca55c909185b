// CREATE FOREIGN TABLE.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind foreign_table;

}  // namespace pgdumpcore::kinds
