// What functions, procedures and aggregates share: a pg_proc row, known by its name and argument types.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <compare>
#include <string>
#include <string_view>
#include <functional>
#include <vector>

namespace pgdumpcore::kinds {

struct Routine {
  const catalog::Store* store = nullptr;       // that knows the types
  char prokind = '\0';                         // f p a w
  std::vector<catalog::Oid> argument_types{};  // proargtypes: of input arguments
};

// Gives an object its record.
using TakeRoutine = std::function<void(catalog::Object&, Routine&&)>;
// Asks for the pg_proc rows of these prokinds, "{f,p,w}": all but pg_catalog's, and of those the ones whose privileges
// were changed or that a cast or transform of the user's calls. Each becomes an object of the kind.
void read_routines(catalog::Reader& reader, const catalog::Kind& kind, std::string_view prokinds, TakeRoutine take);

// Orders by number of arguments, then by their types.
[[nodiscard]] std::strong_ordering compare_routines(const Routine& a, const Routine& b);

// name(type, type), enough to tell the routine from others; the name as given.
[[nodiscard]] std::string routine_signature(const std::string& name, const Routine& routine);

// An SQL expression: the schema-qualified signature of the routine whose OID `oid` stands for, quoted.
[[nodiscard]] std::string signature_sql(std::string_view oid);

}  // namespace pgdumpcore::kinds
