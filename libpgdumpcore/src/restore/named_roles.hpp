// The roles that a dump's statements name.
#pragma once

#include "archive/entry.hpp"

#include <pgdumpcore/restore.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace pgdumpcore::restoring {

// Behind the TO of a GRANT, but PUBLIC; none of any other statement.
[[nodiscard]] std::vector<std::string> grantees(std::string_view statement);

// Of an entry: its owner, those that it grants something to, those of a policy; without those that
// options.no_owner and options.no_privileges leave out.
[[nodiscard]] std::vector<std::string> roles_of(const archive::Entry& entry, const RestoreOptions& options);

}  // namespace pgdumpcore::restoring
