// CREATE TEXT SEARCH PARSER.
#pragma once

#include "catalog/kind.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind text_search_parser;

}  // namespace pgdumpcore::kinds
