// Roles, their memberships and their settings: a cluster's, so they stand in the globals and not among a database's
// objects.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

namespace pgdumpcore::kinds {

// pg_* roles and the bootstrap superuser's attributes are left to initdb. Passwords come along where the user may
// read pg_authid; otherwise every role is read without one, and a notice says so.
extern const catalog::Kind role;
// GRANT role TO member, in an order in which every grantor may grant.
extern const catalog::Kind role_membership;

}  // namespace pgdumpcore::kinds
