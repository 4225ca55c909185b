// EXTENDED STATISTICS DATA: what ANALYZE found out for objects of CREATE STATISTICS; servers since 19 take it over.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind extended_statistics_data;

}  // namespace pgdumpcore::kinds
