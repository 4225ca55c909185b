// Parts of a dump, restored into a database that has the rest: what is there already.
#pragma once

#include "archive/script.hpp"
#include "archive/toc.hpp"
#include "restore/target_session.hpp"

#include <pgdumpcore/restore.hpp>

#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::restoring {

// Leaves out the schemas that the database has, and makes schema public where it has none. Throws Error (data) if it
// has a table, view or sequence that would be made, unless they are dropped first or options.force is set: rows would
// be added to those that are there; or if the server lacks roles that the entries name, but with options.force.
void fit_into_database(std::vector<archive::Wanted>& wanted, const archive::Toc& toc, const RestoreOptions& options,
                       TargetSession& session);

// Puts partitions whose whole is not restored behind their keys and indexes: attached before, they would get others
// from it. Whether there are any: such a restore takes one connection.
bool attach_behind_indexes(std::vector<archive::Wanted>& wanted);

// Where rows alone were restored: the sequences that belong to what was chosen go on behind the values that the dump
// has. Those that are further stay as they are.
void advance_sequences(const archive::Toc& toc, const RestoreOptions& options, TargetSession& session);

// What --clean drops: not what goes with a table, view or sequence that is dropped too.
[[nodiscard]] std::vector<archive::Wanted> dropped_first(std::span<const archive::Wanted> wanted);

// Takes from the tables, views and sequences what the database's default privileges have granted when they were
// made: the dump has all that belongs to them.
//   relations: as SQL names them
void revoke_granted(const std::vector<std::string>& relations, TargetSession& session);
void revoke_default_privileges(std::span<const archive::Wanted> wanted, TargetSession& session);

}  // namespace pgdumpcore::restoring
