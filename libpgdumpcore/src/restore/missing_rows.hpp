// The rows of a dump that a table lacks.
#pragma once

#include "archive/entry.hpp"
#include "io/source.hpp"
#include "restore/target_session.hpp"

#include <cstdint>
#include <memory>

namespace pgdumpcore::restoring {

// Adds to the table those rows of the entry that it does not have, in one transaction, and returns how many. Rows that
// are there stay as they are: a row is known by the table's primary key, if the entry has its columns; else by all the
// entry's columns, and equal rows are counted. Rows of a partition go into whatever partition they belong in by now.
// User triggers do not fire, foreign keys are checked. Other sessions cannot write to the table meanwhile. Throws Error
// as COPY and INSERT do, and Error (server) if it is no table, or a rule of it would take the rows elsewhere.
//   rows: of the entry
std::uint64_t add_missing_rows(const archive::Entry& entry, std::unique_ptr<io::Source> rows, TargetSession& session);

}  // namespace pgdumpcore::restoring
