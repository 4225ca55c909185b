// CREATE SEQUENCE, and the value it stands at.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind sequence;
extern const catalog::Kind sequence_value;

}  // namespace pgdumpcore::kinds
