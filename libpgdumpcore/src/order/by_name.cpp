#include "order/by_name.hpp"

#include "catalog/graph.hpp"

namespace pgdumpcore::order {

using catalog::Object;
using catalog::Section;

Shelving::Shelving(const std::vector<catalog::Shelf>& shelves) {
  Section section = Section::pre_data;
  int shelf = 0;
  for (const catalog::Shelf& entry : shelves) {
    if (entry.section != section) {
      ++shelf;  // leaves a place for the boundary
      (entry.section == Section::data ? pre_data_boundary_ : post_data_boundary_) = shelf;
      section = entry.section;
    }
    ++shelf;
    int position = 0;
    for (const catalog::Kind* kind : entry.kinds) places_[kind] = {shelf, position++};
  }
}

Place Shelving::place(const Object& object) const {
  if (object.kind == &catalog::boundary)
    return {object.name.starts_with("PRE") ? pre_data_boundary_ : post_data_boundary_, 0};
  const auto found = places_.find(object.kind);
  return found == places_.end() ? Place{} : found->second;
}

bool Shelving::before(const Object& a, const Object& b) const {
  const Place in_a = place(a);
  const Place in_b = place(b);
  if (in_a.shelf != in_b.shelf) return in_a.shelf < in_b.shelf;
  if ((a.schema == nullptr) != (b.schema == nullptr)) return a.schema != nullptr;
  if (a.schema != nullptr && a.schema != b.schema)
    if (const int order = a.schema->name.compare(b.schema->name); order != 0) return order < 0;
  if (const int order = a.name.compare(b.name); order != 0) return order < 0;
  if (in_a.position != in_b.position) return in_a.position < in_b.position;
  if (a.kind->tie != nullptr)
    if (const auto order = a.kind->tie(a, b); order != 0) return order < 0;
  if (a.address.objid != b.address.objid) return a.address.objid < b.address.objid;
  return a.id < b.id;
}

}  // namespace pgdumpcore::order
