// CREATE CONVERSION.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind conversion;

}  // namespace pgdumpcore::kinds
