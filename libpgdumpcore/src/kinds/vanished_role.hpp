// Roles that objects name and that are gone from pg_authid, as a damaged catalog has it.
#pragma once

#include "catalog/reader.hpp"

namespace pgdumpcore::kinds {

// Takes them out of what was read: owners become empty (the object is dumped without one), grants to them are dropped,
// grants by them become the owner's, and default privileges of theirs are left out. Each is warned of. After everything
// has been read, and before rendering: what is written of such a role would fail on restore, or be taken for a role
// that has its OID as its name.
void drop_vanished_roles(catalog::Reader& reader);

}  // namespace pgdumpcore::kinds
