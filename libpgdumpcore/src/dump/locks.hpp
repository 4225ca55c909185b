// The locks of a dump, and the proof that what is locked is what the snapshot sees.
#pragma once

#include "catalog/object.hpp"
#include "pg/connection.hpp"
#include "pg/quote.hpp"

#include <optional>
#include <span>
#include <string>

namespace pgdumpcore::dumping {

// ACCESS SHARE on every table given, many with one statement.
//   wait: how long, as SET statement_timeout takes it; empty: as long as it takes
void lock_tables(pg::Connection& connection, std::span<catalog::Object* const> tables,
                 const pg::IdentifierQuoter& quote, const std::string& wait);

// The name of a table that was rewritten or truncated between the snapshot and our lock, if there is one. Its new
// file looks empty to the snapshot: dumping it would lose its rows without a word.
[[nodiscard]] std::optional<std::string> replaced_table(pg::Connection& connection,
                                                        std::span<catalog::Object* const> tables);

}  // namespace pgdumpcore::dumping
