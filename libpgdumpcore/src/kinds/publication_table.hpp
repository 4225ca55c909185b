// ALTER PUBLICATION … ADD TABLE: one table of a publication.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind publication_table;

}  // namespace pgdumpcore::kinds
