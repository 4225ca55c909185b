// One table of a dump, under another name.
#pragma once

#include "archive/reader.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/restore.hpp>

namespace pgdumpcore::restoring {

// Makes options.as_table with the columns of the one table that options.tables names, and loads its rows into it, with
// those of its partitions; all or nothing. Keys, defaults, constraints, indexes, owner and privileges stay out: they
// are the table's that the rows come from. Throws Error: usage if options.tables names no table or several; data;
// server, such as when there is one of the name.
void restore_as_table(archive::ArchiveReader& reader, const RestoreOptions& options, TargetSession& session);

}  // namespace pgdumpcore::restoring
