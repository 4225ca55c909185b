// CREATE COLLATION.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind collation;

}  // namespace pgdumpcore::kinds
