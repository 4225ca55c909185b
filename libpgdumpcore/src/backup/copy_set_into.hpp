// A set copied into a place of any kind.
#pragma once

#include "sets/set.hpp"
#include "storage/store.hpp"

#include <pgdumpcore/copy_set.hpp>

#include <memory>
#include <stop_token>

namespace pgdumpcore::backups {

// As pgdumpcore::copy_set(), into a store in place of options.directory.
[[nodiscard]] CopySetSummary copy_set_into(const std::shared_ptr<storage::Store>& store, const sets::Set& set,
                                           const CopySetOptions& options, const std::stop_token& stop,
                                           const CopySetObserver& observer);

}  // namespace pgdumpcore::backups
