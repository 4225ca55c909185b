// CREATE TEXT SEARCH TEMPLATE.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind text_search_template;

}  // namespace pgdumpcore::kinds
