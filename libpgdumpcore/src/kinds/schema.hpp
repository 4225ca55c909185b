// CREATE SCHEMA, and the peculiar schema "public".
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind schema;

}  // namespace pgdumpcore::kinds
