#include "kinds/family_member.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

using catalog::Reader;
using catalog::Renderer;

namespace {

// How many owners one statement asks for: each is a SELECT of its own in it.
constexpr std::size_t owners_per_statement = 100;

// Strategies and numbers repeat within a family, and the order of such members is the plan's: it is the one that
// pg_dump writes only where the server plans for one owner, with its OIDs as constants.
// An operator FOR ORDER BY depends on the family it sorts by, too, which does not make it that family's member.
constexpr std::string_view operators_query = R"(
  (SELECT {0}::pg_catalog.oid AS owner, o.amopstrategy, o.amopopr::pg_catalog.regoperator AS operator,
          n.nspname AS sort_schema, f.opfname AS sort_family
     FROM pg_catalog.pg_amop o
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = o.oid
     LEFT JOIN pg_catalog.pg_opfamily f ON f.oid = o.amopsortfamily
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
    WHERE d.refclassid = {1}::pg_catalog.oid AND d.refobjid = {0}::pg_catalog.oid
      AND o.amopfamily = {2}::pg_catalog.oid
    ORDER BY o.amopstrategy))";

constexpr std::string_view functions_query = R"(
  (SELECT {0}::pg_catalog.oid AS owner, p.amprocnum, p.amproc::pg_catalog.regprocedure AS function,
          p.amproclefttype::pg_catalog.regtype AS left_type, p.amprocrighttype::pg_catalog.regtype AS right_type
     FROM pg_catalog.pg_amproc p
     JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = p.oid
    WHERE d.refclassid = {1}::pg_catalog.oid AND d.refobjid = {0}::pg_catalog.oid
    ORDER BY p.amprocnum))";

std::string of_each(std::string_view query, std::span<const MemberOwner> owners) {
  std::string sql;
  for (const MemberOwner& owner : owners) {
    if (!sql.empty()) sql += "\n   UNION ALL";
    sql += fmt::format(fmt::runtime(query), owner.address.objid, owner.address.classid, owner.family);
  }
  return sql;
}

}  // namespace

void read_family_members(Reader& reader, std::span<const MemberOwner> owners, const TakeMember& take) {
  for (std::size_t start = 0; start < owners.size(); start += owners_per_statement) {
    const auto batch = owners.subspan(start, std::min(owners_per_statement, owners.size() - start));
    reader.ask(of_each(operators_query, batch), [take](const pg::Result& operators) {
      for (const pg::Row row : operators)
        take(row["owner"].oid(),
             {.text = fmt::format("OPERATOR {} {}", row["amopstrategy"].view(), row["operator"].view()),
              .sort_schema = row["sort_schema"].str(),
              .sort_family = row["sort_family"].str()});
    });
    reader.ask(of_each(functions_query, batch), [take](const pg::Result& functions) {
      for (const pg::Row row : functions)
        take(row["owner"].oid(),
             {.text = fmt::format("FUNCTION {} ({}, {}) {}", row["amprocnum"].view(), row["left_type"].view(),
                                  row["right_type"].view(), row["function"].view())});
    });
  }
}

std::string member_list(const Renderer& renderer, const FamilyMembers& members) {
  std::string out;
  for (const FamilyMember& member : members) {
    if (!out.empty()) out += " ,\n    ";
    out += member.text;
    if (!member.sort_family.empty())
      out += fmt::format(" FOR ORDER BY {}.{}", renderer.id(member.sort_schema), renderer.id(member.sort_family));
  }
  return out;
}

}  // namespace pgdumpcore::kinds
