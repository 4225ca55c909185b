// The locks of a dump, and the proof that what is locked is what the snapshot sees.
#pragma once

#include "catalog/object.hpp"
#include "pg/connection.hpp"
#include "pg/quote.hpp"

#include <optional>
#include <span>
#include <string>

namespace pgdumpcore::dumping {

// ACCESS SHARE on every table given, in one round trip.
//   wait: how long, as SET statement_timeout takes it; empty: as long as it takes
// Returns the name of a table that was rewritten or truncated between the snapshot and our lock, if there is one. Its
// new file looks empty to the snapshot: dumping it would lose its rows without a word.
[[nodiscard]] std::optional<std::string> lock_tables(pg::Connection& connection,
                                                     std::span<catalog::Object* const> tables,
                                                     const pg::IdentifierQuoter& quote, const std::string& wait);

}  // namespace pgdumpcore::dumping
