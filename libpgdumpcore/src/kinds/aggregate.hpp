// CREATE AGGREGATE.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind aggregate;

}  // namespace pgdumpcore::kinds
