// The order objects would have if nothing depended on anything.
#pragma once

#include "catalog/kind.hpp"
#include "catalog/store.hpp"

#include <unordered_map>
#include <vector>

namespace pgdumpcore::order {

// Where a kind stands in the list of ranks.
struct Place {
  int rank = 0;
  int position = 0;  // within the rank
};

class NameOrder {
 public:
  explicit NameOrder(const std::vector<catalog::DumpRank>& dump_ranks);

  // A strict order over all objects: rank, schema (none last), name, kind, the kind's own tie-break, OID.
  [[nodiscard]] bool before(const catalog::Object& a, const catalog::Object& b) const;
  [[nodiscard]] Place place(const catalog::Object& object) const;

 private:
  std::unordered_map<const catalog::Kind*, Place> places_{};
  // The boundaries stand between the dump_ranks of their sections.
  int pre_data_boundary_ = 0;
  int post_data_boundary_ = 0;
};

}  // namespace pgdumpcore::order
