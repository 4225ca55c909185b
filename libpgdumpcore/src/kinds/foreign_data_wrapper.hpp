// CREATE FOREIGN DATA WRAPPER.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind foreign_data_wrapper;

}  // namespace pgdumpcore::kinds
