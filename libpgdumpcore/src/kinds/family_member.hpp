// What operator classes and operator families are made of: operators for strategies, and support functions.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pgdumpcore::kinds {

// A pg_amop or pg_amproc row.
struct FamilyMember {
  std::string text{};  // "OPERATOR 1 public.<(integer,integer)" or "FUNCTION 1 (integer, integer) public.compare(…)"
  std::string sort_schema{};
  std::string sort_family{};  // the family that FOR ORDER BY names; empty: the operator is FOR SEARCH
};

using FamilyMembers = std::vector<FamilyMember>;

// The members that pg_depend ties to each of these objects, all of them classes or all of them families. A family has
// those that were added to it without a class. By the owner's OID.
[[nodiscard]] std::unordered_map<catalog::Oid, FamilyMembers> read_family_members(
    catalog::Reader& reader, std::span<catalog::Object* const> owners);

// As CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY … ADD list them.
[[nodiscard]] std::string member_list(const catalog::Renderer& renderer, const FamilyMembers& members);

}  // namespace pgdumpcore::kinds
