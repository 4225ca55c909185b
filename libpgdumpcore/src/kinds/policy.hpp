// Row security: policies, and the switch on the table.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind policy;

}  // namespace pgdumpcore::kinds
