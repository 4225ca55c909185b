// CREATE CAST.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind cast;

}  // namespace pgdumpcore::kinds
