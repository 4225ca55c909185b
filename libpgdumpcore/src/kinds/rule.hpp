// CREATE RULE; a view's ON SELECT rule belongs to the view.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind rule;

// Whether a loop goes through a view (not a materialized one) and that view's own ON SELECT rule. Such a loop is the
// rule's to open, whatever else is part of it.
[[nodiscard]] bool holds_view_and_rule(const catalog::Loop& loop);

}  // namespace pgdumpcore::kinds
