// Foreign keys.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind foreign_key;

}  // namespace pgdumpcore::kinds
