// Quoting without a server to ask.
#pragma once

#include "pg/quote.hpp"

namespace pgdumpcore::pg {

// How servers of this major quote identifiers, as identifier_quoter() of pg/session.hpp learns it from one.
[[nodiscard]] IdentifierQuoter quoter_for(int major);

}  // namespace pgdumpcore::pg
