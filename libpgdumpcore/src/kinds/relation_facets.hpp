// Comments, security labels and privileges of relations: those of the relation itself and of its columns.
#pragma once

#include "kinds/relation.hpp"

#include <string>

namespace pgdumpcore::kinds {

// Reads the privileges on columns, system columns included, into Relation.column_acls and marks the acl component
// available. Called once by relation's read(), after it has added all relations.
void read_column_acls(catalog::Reader& reader);

// Emits the comments and then the security labels of the relation and its columns; call it directly after the
// relation's own entry. `type` is what stands after ON: "TABLE", "FOREIGN TABLE", "VIEW", "MATERIALIZED VIEW" or
// "SEQUENCE".
void render_relation_labels(catalog::Renderer& renderer, const catalog::Object& object, const std::string& described);

// Emits the privileges on the relation, then those on its columns. Call it last, and also when the relation's
// definition is not wanted (members of extensions and of initdb).
void render_relation_acl(catalog::Renderer& renderer, const catalog::Object& object);

}  // namespace pgdumpcore::kinds
