// Columns: a part of every relation that has some.
#pragma once

#include "kinds/relation.hpp"

#include <string>

namespace pgdumpcore::kinds {

// Reads the columns of all interesting relations (sequences excepted: theirs are fixed). Under locks, and before
// anything that speaks of columns; table's read() does it.
void read_columns(catalog::Reader& reader);

// Whether CREATE states the column; else it comes from a parent.
[[nodiscard]] bool stated(const Relation& relation, const Column& column);
// The column of that name, dropped ones included, or nullptr.
[[nodiscard]] const Column* find_column(const Relation& relation, std::string_view name);

// The elements between CREATE TABLE's parentheses that columns cause, each a line without indentation.
[[nodiscard]] std::vector<std::string> column_elements(const catalog::Renderer& renderer, const Relation& relation);
// " COLLATE schema.name", or nothing where the type's own collation holds.
[[nodiscard]] std::string collate_clause(const catalog::Renderer& renderer, const Column& column);
// ALTER … ALTER COLUMN commands for what CREATE cannot say: SET STATISTICS, SET STORAGE, SET COMPRESSION, SET (…).
// For tables, foreign tables and materialized views.
[[nodiscard]] std::string column_settings(const catalog::Renderer& renderer, const catalog::Object& object);

// 18: the comments on not-null constraints that stand inside CREATE TABLE.
void render_not_null_comments(catalog::Renderer& renderer, const catalog::Object& object);

}  // namespace pgdumpcore::kinds
