// CREATE PUBLICATION. What it publishes is added by statements of their own (publication_table, publication_schema).
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind publication;

}  // namespace pgdumpcore::kinds
