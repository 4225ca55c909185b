// The comment facet: COMMENT ON for any object.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

namespace pgdumpcore::kinds {

// Reads pg_description into the store and marks the comment component available (columns' comments count for
// their relation).
void read_comments(catalog::Reader& reader);

// What COMMENT ON and SECURITY LABEL ON say of an object, as statement and tag need it.
struct CommentTarget {
  std::string type{};    // "TABLE", "FUNCTION", "CONSTRAINT", …
  std::string name{};    // quoted, unqualified, with what the syntax wants after it: "total(integer)"
  std::string schema{};  // unquoted; empty: none is written
  std::string owner{};
  const catalog::Object* written_by = nullptr;  // whose entry creates the object, where it has none of its own
};

// Emits the COMMENT entry of `object` if it has a comment and the dump wants it.
// `address` when given replaces the object's own (columns, the rule of a view, a large object's parts).
void render_comment(catalog::Renderer& renderer, const catalog::Object& object, const CommentTarget& labelled,
                    const catalog::Address* address = nullptr);

// The COMMENT entry with this text, unconditionally.
void emit_comment(catalog::Renderer& renderer, const catalog::Object& object, const CommentTarget& labelled,
                  const std::string& text);

// What to say of a type or other object without anything special: schema and owner are the object's, the name its
// quoted name.
[[nodiscard]] CommentTarget labelled(const catalog::Renderer& renderer, const catalog::Object& object,
                                     std::string described);

}  // namespace pgdumpcore::kinds
