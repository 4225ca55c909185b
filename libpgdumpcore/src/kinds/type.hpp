// What the type family shares: one pg_type row. Each kind of type has its own file.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <any>
#include <string>
#include <vector>

namespace pgdumpcore::kinds {

struct Type {
  char typtype = '\0';        // b c d e m p r
  std::string formatted{};    // format_type(oid, NULL), schema-qualified as needed under an empty search_path
  catalog::Oid element = 0;   // typelem
  catalog::Oid relation = 0;  // typrelid
  char relkind = '\0';        // of that relation; 'c' is a stand-alone composite type
  catalog::Oid array = 0;     // typarray
  bool defined = true;        // typisdefined
  bool is_array = false;      // a true array type: it comes with its element type
  bool is_multirange = false;
  std::vector<catalog::Object*> domain_checks{};  // constraint objects of a domain
  catalog::Object* domain_not_null = nullptr;     // 18: its named NOT NULL constraint
  catalog::Object* shell = nullptr;               // the shell type that stands in for it in loops
  std::any extra{};                               // the record of its kind of type
};

// Reads pg_type and adds each row as an object of its kind of type: base_type, composite_type, domain, enum_type,
// range_type, shell_type; rows that are only parts of others (arrays, row types, multiranges) as hidden_type.
extern const catalog::Kind type;
// Array types, row types of relations, multiranges, and pseudo-types: known for names and dependencies, never rendered.
extern const catalog::Kind hidden_type;

// What the kinds of types share.
// The kind's objects whose definition is dumped.
[[nodiscard]] std::vector<catalog::Object*> types_to_define(const catalog::Store& store, const catalog::Kind& kind);
// Adds the shell types of the kind's objects that are to be defined. A shell is dumped only if a loop with a function
// of the type turns out to need it.
void add_shells(catalog::Reader& reader, const catalog::Kind& kind);
// Opens the loop of a type and a function that its definition names (input, output, canonical, …): the function then
// depends on the type's shell.
[[nodiscard]] bool loosen_from_function(catalog::Loop& loop, catalog::Store& store);
// Emits the type's own entry if it is wanted. `description` is "TYPE" or "DOMAIN".
void render_type_entry(catalog::Renderer& renderer, const catalog::Object& object, const std::string& description,
                       std::string create, std::string drop);
// Emits comment, security labels and privileges of a type, where they are wanted.
void render_type_facets(catalog::Renderer& renderer, const catalog::Object& object, const std::string& description);

// The formatted name (format_type) of a type the store knows.
[[nodiscard]] std::string formatted_type(const catalog::Store& store, catalog::Oid oid);
// Orders two types by schema and name; equal when one is unknown.
[[nodiscard]] std::strong_ordering compare_types(const catalog::Store& store, catalog::Oid a, catalog::Oid b);

}  // namespace pgdumpcore::kinds
