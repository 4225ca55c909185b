// What DROP … CASCADE took besides the parts of a dump that were restored.
#pragma once

#include "archive/script.hpp"
#include "archive/toc.hpp"
#include "restore/target_session.hpp"

#include <vector>

namespace pgdumpcore::restoring {

// Warns of the types, functions, tables, views, columns, defaults, constraints, indexes, rules, policies and triggers
// of others that depend on what was restored and that the database does not have, with what brings them back. They are
// looked for by name in their definitions: operators, and what uses them, are not among them.
void report_lost_dependents(const std::vector<archive::Wanted>& wanted, const archive::Toc& toc,
                            TargetSession& session);

}  // namespace pgdumpcore::restoring
