// Whether files of a set are what its manifest says.
#pragma once

#include "sets/set.hpp"

#include <pgdumpcore/error.hpp>

#include <span>
#include <stop_token>
#include <vector>

namespace pgdumpcore::sets {

// Compares the globals' file and those of the databases with the manifest: whether they are there, their sizes, their
// SHA-256. Returns an error for each that differs. Throws Error: io for one that this user may not read, which is no
// damage; cancelled.
[[nodiscard]] std::vector<Error> damaged_files(const Set& set, const Manifest& manifest,
                                               std::span<const DatabaseOutcome* const> databases,
                                               const std::stop_token& stop);

}  // namespace pgdumpcore::sets
