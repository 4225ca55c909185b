// CREATE SUBSCRIPTION.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind subscription;

}  // namespace pgdumpcore::kinds
