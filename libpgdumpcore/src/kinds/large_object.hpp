// Large objects: definition (owner, comment, privileges) and contents.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind large_object;
extern const catalog::Kind large_object_data;

}  // namespace pgdumpcore::kinds
