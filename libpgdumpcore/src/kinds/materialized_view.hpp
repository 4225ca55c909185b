// CREATE MATERIALIZED VIEW, and its refresh.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind materialized_view;
extern const catalog::Kind materialized_view_data;

}  // namespace pgdumpcore::kinds
