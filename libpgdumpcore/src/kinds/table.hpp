// CREATE TABLE.
#pragma once

#include "kinds/relation.hpp"

#include <string>

namespace pgdumpcore::kinds {

extern const catalog::Kind table;

// What foreign tables have too.
// " (…)": columns and constraints.
[[nodiscard]] std::string table_elements(const catalog::Renderer& renderer, const Relation& details);
// Emits the comments on constraints that stand between these parentheses.
void render_element_comments(catalog::Renderer& renderer, const catalog::Object& object);

}  // namespace pgdumpcore::kinds
