// CREATE TYPE … AS ENUM.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind enum_type;

}  // namespace pgdumpcore::kinds
