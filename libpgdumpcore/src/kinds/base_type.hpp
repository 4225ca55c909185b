// CREATE TYPE of base types, with their I/O functions.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind base_type;

}  // namespace pgdumpcore::kinds
