// The privileges facet: GRANT and REVOKE for any object, with the initial privileges subtracted.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <string>

namespace pgdumpcore::kinds {

// Reads pg_init_privs into the store. Before any kind that calls catalog::set_acl.
void read_initial_privileges(catalog::Reader& reader);

// What a GRANT says of an object.
struct GrantTarget {
  std::string type{};    // "TABLE", "SEQUENCE", "FUNCTION", "LARGE OBJECT", … as after GRANT … ON
  std::string name{};    // quoted, unqualified, with arguments where the syntax wants them; none: default privileges
  std::string column{};  // quoted column name, or empty
  std::string schema{};  // unquoted; empty: none
  std::string tag{};     // of the entry; empty: "TYPE name"
  std::string owner{};
};

// The GRANT and REVOKE commands that lead from `base` (built-in or initial ACL) to the current one; empty when equal.
//   prefix: text before each command: ALTER DEFAULT PRIVILEGES …; usually empty
[[nodiscard]] std::string acl_commands(const catalog::Dialect& dialect, const catalog::Acl& acl,
                                       const GrantTarget& privileged, const std::string& prefix = "");

// Emits the ACL entry of an object, or of a column when `acl` is given, if the dump wants it.
void render_acl(catalog::Renderer& renderer, const catalog::Object& object, const GrantTarget& privileged,
                const catalog::Acl* acl = nullptr);

}  // namespace pgdumpcore::kinds
