#include "catalog/store.hpp"

#include <algorithm>

namespace pgdumpcore::catalog {

Object& Store::add(const Kind& kind, Address address, std::string name) {
  Object& object = objects_.emplace_back();
  object.id = static_cast<int>(objects_.size());
  object.kind = &kind;
  object.address = address;
  object.name = std::move(name);
  if (address.objid != 0) by_address_.insert(address, object);
  by_kind_[&kind].push_back(&object);
  return object;
}

Object* Store::find(Address address) const {
  return by_address_.find(address);
}

void Store::alias(Address address, Object& object) {
  by_address_.insert(address, object);
}

const std::vector<Object*>& Store::of(const Kind& kind) const {
  static const std::vector<Object*> nothing;
  const auto found = by_kind_.find(&kind);
  return found == by_kind_.end() ? nothing : found->second;
}

void depend(Object& dependent, Object& referenced) {
  dependent.depends_on.push_back(&referenced);
}

void undepend(Object& dependent, const Object& referenced) {
  std::erase_if(dependent.depends_on, [&](const Object* object) { return object == &referenced; });
}

}  // namespace pgdumpcore::catalog
