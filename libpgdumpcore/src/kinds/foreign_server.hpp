// CREATE SERVER, with the server's user mappings.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind foreign_server;

}  // namespace pgdumpcore::kinds
