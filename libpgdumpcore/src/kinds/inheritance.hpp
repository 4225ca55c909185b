// Inheritance between tables: who has to be known, what children state themselves, and the INHERITS clause.
#pragma once

#include "kinds/relation.hpp"

#include <string>

namespace pgdumpcore::kinds {

// Marks the relations whose columns are needed (Relation.interesting): those that are dumped and their direct parents.
void mark_interesting(catalog::Store& store);

// Settles, once columns and defaults are known, what children state themselves and what they take from their parents:
// NOT NULL, defaults, generation expressions. attribute_default's read() does it.
void settle_inherited_columns(catalog::Reader& reader);

// "\nINHERITS (…)", or nothing; partitions are attached instead.
[[nodiscard]] std::string inherits_clause(const catalog::Renderer& renderer, const Relation& child);

}  // namespace pgdumpcore::kinds
