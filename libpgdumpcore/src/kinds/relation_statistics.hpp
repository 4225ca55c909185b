// STATISTICS DATA: what ANALYZE found out about relations and their columns, for servers since 18 to take over.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

// Of tables, and of materialized views that are not refreshed by the dump.
extern const catalog::Kind relation_statistics;
// Of indexes and of materialized views, which get theirs when they have been built and refreshed.
extern const catalog::Kind late_relation_statistics;

}  // namespace pgdumpcore::kinds
