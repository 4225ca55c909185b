// What operator classes and operator families are made of: operators for strategies, and support functions.
#pragma once

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace pgdumpcore::kinds {

// A pg_amop or pg_amproc row.
struct FamilyMember {
  std::string text{};  // "OPERATOR 1 public.<(integer,integer)" or "FUNCTION 1 (integer, integer) public.compare(…)"
  std::string sort_schema{};
  std::string sort_family{};  // the family that FOR ORDER BY names; empty: the operator is FOR SEARCH
};

using FamilyMembers = std::vector<FamilyMember>;

// Whose members to read: a class in its family, or a family itself.
struct MemberOwner {
  catalog::Address address{};
  catalog::Oid family = 0;
};

// Asks for the members that pg_depend ties to each owner, and gives each of them to `take(owner's OID, member)`:
// operators, then functions. A family has those that were added to it without a class.
using TakeMember = std::function<void(catalog::Oid, FamilyMember&&)>;
void read_family_members(catalog::Reader& reader, std::span<const MemberOwner> owners, const TakeMember& take);

// As CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY … ADD list them.
[[nodiscard]] std::string member_list(const catalog::Renderer& renderer, const FamilyMembers& members);

}  // namespace pgdumpcore::kinds
