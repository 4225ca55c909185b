// CREATE FUNCTION and CREATE PROCEDURE.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind function;

}  // namespace pgdumpcore::kinds
