// CREATE OPERATOR CLASS.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind operator_class;

}  // namespace pgdumpcore::kinds
