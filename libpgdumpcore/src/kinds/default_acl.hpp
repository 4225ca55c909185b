// ALTER DEFAULT PRIVILEGES.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind default_acl;

}  // namespace pgdumpcore::kinds
