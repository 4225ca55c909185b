// CREATE TRIGGER.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind trigger;

}  // namespace pgdumpcore::kinds
