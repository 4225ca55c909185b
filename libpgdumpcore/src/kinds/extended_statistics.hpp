// CREATE STATISTICS: extended statistics of a table.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind extended_statistics;

}  // namespace pgdumpcore::kinds
