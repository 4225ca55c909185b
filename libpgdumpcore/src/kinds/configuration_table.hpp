// Extensions' configuration tables: the extension makes them, but (some of) their rows are the user's.
#pragma once

#include "catalog/reader.hpp"

namespace pgdumpcore::kinds {

// Marks the tables and sequences that extensions registered with pg_extension_config_dump and whose rows this dump
// takes: Relation.configuration and configuration_condition. After extensions and relations have been selected.
void mark_configuration_tables(const catalog::Reader& reader);

}  // namespace pgdumpcore::kinds
