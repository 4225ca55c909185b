// CREATE TYPE … AS RANGE, with its multirange.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind range_type;

}  // namespace pgdumpcore::kinds
