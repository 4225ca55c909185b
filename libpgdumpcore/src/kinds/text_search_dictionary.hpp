// CREATE TEXT SEARCH DICTIONARY.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind text_search_dictionary;

}  // namespace pgdumpcore::kinds
