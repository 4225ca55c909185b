// All objects of one database that a dump has read.
#pragma once

#include "base/shared_text.hpp"
#include "catalog/address_map.hpp"
#include "catalog/object.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>
#include <unordered_map>

namespace pgdumpcore::catalog {

// A comment or a security label as pg_description / pg_seclabel hold it.
struct Label {
  std::string provider{};  // empty for comments
  std::string text{};
};

// Objects keep their place: pointers stay valid as long as the store lives.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  Object& add(const Kind& kind, Address address, std::string name);
  // The object at this address (of the whole object, objsubid is ignored), or nullptr.
  [[nodiscard]] Object* find(Address address) const;
  [[nodiscard]] Object* find(Oid classid, Oid objid) const { return find(Address{classid, objid}); }
  // Lets further catalog rows lead to an object (a multirange's type to its range, an owned rule to its view).
  void alias(Address address, Object& object);

  [[nodiscard]] std::deque<Object>& objects() noexcept { return objects_; }
  [[nodiscard]] const std::deque<Object>& objects() const noexcept { return objects_; }
  [[nodiscard]] const std::vector<Object*>& of(const Kind& kind) const;

  // Two objects that stand between pre-data and data, and between data and post-data. Everything that is not
  // `inlined` depends on, or is depended on by, them; a kind whose break_loop() moves an object to another section
  // changes those edges (its own section's with undepend/depend on these). Made by catalog/graph before sorting.
  Object* pre_data_boundary = nullptr;
  Object* post_data_boundary = nullptr;

  // Things a user should hear of (kept here because rendering and loosening have no log).
  struct Notice {
    std::string message{};
    std::string hint{};
  };
  std::vector<Notice> notices{};

  // Comments and security labels by the address of what they speak of; filled by the facets before rendering.
  std::map<Address, std::string> comments{};
  std::map<Address, std::vector<Label>> security_labels{};
  // Objects that extensions own (pg_depend deptype 'e'): address → extension. Filled before anything is selected.
  std::unordered_map<Address, Oid, AddressHash> extension_members{};
  // What the rows of a table have to meet to be dumped, by the table's OID; filled before anything is selected.
  std::map<Oid, std::vector<std::string>> row_conditions{};
  // Foreign servers whose tables' rows are dumped; filled by the selection.
  std::set<Oid> servers_with_rows{};
  // pg_init_privs: initprivs and privtype by address (objsubid for columns).
  std::map<Address, std::pair<std::string, char>> initial_privileges{};

  // What many records have in common.
  base::TextPool texts{};

 private:
  std::deque<Object> objects_{};
  AddressMap by_address_{};
  std::unordered_map<const Kind*, std::vector<Object*>> by_kind_{};
};

// dependent comes after referenced. Repeats are harmless.
void depend(Object& dependent, Object& referenced);
void undepend(Object& dependent, const Object& referenced);

}  // namespace pgdumpcore::catalog
