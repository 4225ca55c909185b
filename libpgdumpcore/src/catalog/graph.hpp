// The dependencies between objects: pg_depend's, the kinds' own, and those of the sections.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/reader.hpp"

namespace pgdumpcore::catalog {

// The kind of Store::pre_data_boundary and Store::post_data_boundary; it has no functions.
extern const Kind boundary;

// Asks what pg_depend says between objects the store knows, and adds it.
void ask_dependencies(Reader& reader);

// Makes the two boundaries and the edges that keep every section in its place.
void add_boundaries(Store& store, const std::vector<DumpRank>& dump_ranks);

}  // namespace pgdumpcore::catalog
