// ALTER INDEX … ATTACH PARTITION.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind index_attach;

}  // namespace pgdumpcore::kinds
