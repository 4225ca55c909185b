// CREATE OPERATOR.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind operator_;

}  // namespace pgdumpcore::kinds
