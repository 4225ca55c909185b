#include "order/by_name.hpp"

#include "catalog/graph.hpp"

namespace pgdumpcore::order {

using catalog::Object;
using catalog::Section;

NameOrder::NameOrder(const std::vector<catalog::DumpRank>& dump_ranks) {
  Section section = Section::pre_data;
  int rank = 0;
  for (const catalog::DumpRank& entry : dump_ranks) {
    if (entry.section != section) {
      ++rank;  // leaves a place for the boundary
      (entry.section == Section::data ? pre_data_boundary_ : post_data_boundary_) = rank;
      section = entry.section;
    }
    ++rank;
    int position = 0;
    for (const catalog::Kind* kind : entry.kinds) places_[kind] = {rank, position++};
  }
}

Place NameOrder::place(const Object& object) const {
  if (object.kind == &catalog::boundary)
    return {object.name.starts_with("PRE") ? pre_data_boundary_ : post_data_boundary_, 0};
  const auto found = places_.find(object.kind);
  return found == places_.end() ? Place{} : found->second;
}

bool NameOrder::before(const Object& a, const Object& b) const {
  const Place in_a = place(a);
  const Place in_b = place(b);
  if (in_a.rank != in_b.rank) return in_a.rank < in_b.rank;
  if ((a.schema == nullptr) != (b.schema == nullptr)) return a.schema != nullptr;
  if (a.schema != nullptr && a.schema != b.schema)
    if (const int order = a.schema->name.compare(b.schema->name); order != 0) return order < 0;
  if (const int order = a.name.compare(b.name); order != 0) return order < 0;
  if (in_a.position != in_b.position) return in_a.position < in_b.position;
  if (a.kind->compare_equal_names != nullptr)
    if (const auto order = a.kind->compare_equal_names(a, b); order != 0) return order < 0;
  if (a.address.objid != b.address.objid) return a.address.objid < b.address.objid;
  return a.id < b.id;
}

}  // namespace pgdumpcore::order
