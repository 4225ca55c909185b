// CREATE DOMAIN.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/reader.hpp"

namespace pgdumpcore::kinds {

extern const catalog::Kind domain;

// Adds the constraints of domains, as objects of kind `constraint`. Called once all types are there.
void read_domain_constraints(catalog::Reader& reader);

}  // namespace pgdumpcore::kinds
