// What every dumped object has, whatever its kind.
#pragma once

#include "base/shared_text.hpp"
#include "catalog/components.hpp"
#include "catalog/ids.hpp"

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pgdumpcore::catalog {

struct Kind;

// An ACL as the catalog holds it; texts of aclitem[], nullopt where the catalog holds NULL.
struct Acl {
  std::optional<std::string> current{};  // the object's acl column
  std::string built_in{};                // acldefault() of its kind and owner
  std::optional<std::string> initial{};  // pg_init_privs.initprivs
  char initial_by = '\0';                // pg_init_privs.privtype: i(nitdb) or e(xtension)
};

// There are some ten of them for each table: the members stand in an order that leaves no gaps, and what few objects
// have is kept elsewhere.
struct Object {
  const Kind* kind = nullptr;
  std::string name{};
  Object* schema = nullptr;     // the schema that holds it, if any
  Object* parent = nullptr;     // the object it belongs to and is selected with: an index's table, a value's sequence
  Object* extension = nullptr;  // the extension it is a member of
  base::SharedText owner{};     // role name, of Store.texts; empty for kinds without owner
  std::unique_ptr<Acl> acl{};   // none for kinds without privileges, and where nothing differs from the default
  std::vector<Object*> depends_on{};
  std::any record{};                                         // the kind's own record
  Address address{};                                         // objid 0 for what has no catalog row of its own
  int id = 0;                                                // its place in the Store, from 1: the archive's dump id
  Components available = Components(Component::definition);  // what there is to dump; facets add theirs
  Components wanted{};                                       // what the selection takes
  Components member_components{};  // of a schema or an extension: what it lets its members have
  bool named = false;              // of a relation: -t names it
  bool rows_excluded = false;      // of a relation: an option excludes its rows, whatever else wants them
  bool inlined = false;            // written inside its owner's statement (a default, a check): bound to no section

  [[nodiscard]] bool wants(Component component) const { return wanted.has(component); }
};

// The kind's record of an object; asking for another kind's record is a defect and throws.
template <class Record>
[[nodiscard]] Record& record(Object& object) {
  return std::any_cast<Record&>(object.record);
}
template <class Record>
[[nodiscard]] const Record& record(const Object& object) {
  return std::any_cast<const Record&>(object.record);
}

// The schema's name, or empty.
[[nodiscard]] inline std::string schema_name(const Object& object) {
  return object.schema == nullptr ? std::string() : object.schema->name;
}

}  // namespace pgdumpcore::catalog
