// CREATE TABLESPACE: a cluster's, so it stands in the globals and not among a database's objects.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind tablespace;

}  // namespace pgdumpcore::kinds
