// An archive's contents as a list that people read and edit, and that a restore then follows
// (https://www.postgresql.org/docs/current/app-pgrestore.html, -l and -L).
#pragma once

#include "archive/script.hpp"
#include "archive/toc.hpp"
#include "io/source.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::archive {

// What is known of the archive, as comments, and a line for each entry: its identifiers, its kind and its names.
[[nodiscard]] std::string format_listing(const Toc& toc, std::span<const Wanted> wanted);

// Whether the names on a list's lines have to be those of the entries that its numbers mean.
enum class ListNames { compared, ignored };

// The entries that a list names, in its order. A line is the identifier of an entry and whatever follows; `;` begins
// a comment. Of several lines for an entry the last one counts. Throws Error (data) that says which line of `name`
// names no entry of the archive, or has the names of another one, if those are compared.
[[nodiscard]] std::vector<const Entry*> read_list(std::unique_ptr<io::Source> list, const std::string& name,
                                                  const Toc& toc, ListNames names);

}  // namespace pgdumpcore::archive
