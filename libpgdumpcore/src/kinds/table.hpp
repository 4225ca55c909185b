// CREATE TABLE.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind table;

}  // namespace pgdumpcore::kinds
