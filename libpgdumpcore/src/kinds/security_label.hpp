// The security-label facet: SECURITY LABEL FOR provider ON any object.
#pragma once

#include "kinds/comment.hpp"

namespace pgdumpcore::kinds {

// Reads pg_seclabel, and pg_shseclabel's rows of subscriptions, into the store, and marks the component available.
void read_security_labels(catalog::Reader& reader);

// Emits the SECURITY LABEL entry of `object` if there are labels and the dump wants them.
void render_security_label(catalog::Renderer& renderer, const catalog::Object& object, const CommentTarget& labelled,
                           const catalog::Address* address = nullptr);

}  // namespace pgdumpcore::kinds
