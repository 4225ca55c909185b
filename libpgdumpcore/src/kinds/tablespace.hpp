// CREATE TABLESPACE: a cluster's, so it stands in the globals and not on a database's shelf.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind tablespace;

}  // namespace pgdumpcore::kinds
