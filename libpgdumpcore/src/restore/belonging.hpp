// What belongs to a table: what goes when it is dropped, and what is said of it.
#pragma once

#include "archive/script.hpp"
#include "archive/toc.hpp"

#include <pgdumpcore/restore.hpp>

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pgdumpcore::restoring {

using Entries = std::set<const archive::Entry*>;
using Relation = std::pair<std::string, std::string>;  // schema and name

// Of a name with its schema, as it is written; nothing for any other.
[[nodiscard]] std::optional<Relation> relation_of(const std::string& written);

// To the tables, views and sequences that are chosen: rows, defaults, keys, indexes, triggers, rules, policies,
// extended statistics, membership in publications, the sequences of its columns and their values, and its partitions
// with all that is theirs; and the schemas that all of it is in, or that are chosen by name, with their extensions.
// To the indexes that are chosen: those of partitions. Comments, privileges and the like follow what they are about,
// and are not here.
//   chosen: whether an option names a relation or an index
// With options.data_only, sequences keep the values they have.
[[nodiscard]] Entries belonging(const archive::Toc& toc, const RestoreOptions& options,
                                const std::function<bool(const archive::Entry&)>& chosen);

// What an entry attaches, as it is written: the whole and the part; empty: it attaches none. Until 13 a partition is
// attached where it is made.
[[nodiscard]] std::pair<std::string, std::string> attachment(const archive::Entry& entry);

// Whether the entry makes a relation: a table, a view, a sequence.
[[nodiscard]] bool makes_relation(const archive::Entry& entry);
// The relations that are to be made, as SQL names them.
[[nodiscard]] std::vector<std::string> made_relations(std::span<const archive::Wanted> wanted);

}  // namespace pgdumpcore::restoring
