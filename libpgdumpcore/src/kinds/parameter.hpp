// Privileges on configuration parameters (GRANT … ON PARAMETER, 15 and later): of the whole server, so in no rank.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind parameter;

}  // namespace pgdumpcore::kinds
