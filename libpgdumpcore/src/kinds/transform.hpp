// CREATE TRANSFORM.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind transform;

}  // namespace pgdumpcore::kinds
