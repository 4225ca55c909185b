// Shell types: a type's name before its definition, in loops with its I/O functions.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind shell_type;

}  // namespace pgdumpcore::kinds
