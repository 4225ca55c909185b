// CREATE OPERATOR FAMILY.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind operator_family;

}  // namespace pgdumpcore::kinds
