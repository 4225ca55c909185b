// ALTER PUBLICATION … ADD TABLES IN SCHEMA: one schema of a publication.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind publication_schema;

}  // namespace pgdumpcore::kinds
