// CREATE TYPE … AS (…): stand-alone composite types.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind composite_type;

}  // namespace pgdumpcore::kinds
