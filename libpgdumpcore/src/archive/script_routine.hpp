// Definitions whose objects are named with their arguments.
#pragma once

#include "archive/script_definition.hpp"

#include <string_view>

namespace pgdumpcore::archive {

// As define(), of FUNCTION, PROCEDURE and AGGREGATE, and of OPERATOR.
[[nodiscard]] Definition define_routine(const Entry& entry, std::string_view owned, int major);
[[nodiscard]] Definition define_operator(const Entry& entry, std::string_view owned);

// The name behind CREATE and the words of its kind, as it is written; empty if the definition does not begin so.
[[nodiscard]] std::string_view created_name(std::string_view create, std::string_view kind);

// An object that is its kind and a name.
[[nodiscard]] Definition plain_definition(std::string_view kind, std::string_view name);

}  // namespace pgdumpcore::archive
