// CREATE TEXT SEARCH CONFIGURATION.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind text_search_configuration;

}  // namespace pgdumpcore::kinds
