// CREATE LANGUAGE.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind language;

}  // namespace pgdumpcore::kinds
