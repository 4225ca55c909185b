// CREATE ACCESS METHOD.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind access_method;

}  // namespace pgdumpcore::kinds
