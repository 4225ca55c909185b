#include "kinds/family_member.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;

namespace {

// Each owner's members are sorted by themselves, so that the server breaks ties as it does for one owner alone.
// An operator FOR ORDER BY depends on the family it sorts by, too, which does not make it that family's member.
constexpr std::string_view operators_query = R"(
  SELECT owner.oid, member.*
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS owner(oid)
   CROSS JOIN LATERAL
         (SELECT pg_catalog.format('OPERATOR %s %s', o.amopstrategy, o.amopopr::pg_catalog.regoperator) AS text,
                 n.nspname AS sort_schema, f.opfname AS sort_family
            FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_amop o ON o.oid = d.objid
            LEFT JOIN pg_catalog.pg_opfamily f ON f.oid = o.amopsortfamily
            LEFT JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
           WHERE d.refclassid = %CLASS% AND d.refobjid = owner.oid
             AND d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass
             AND (d.refclassid <> 'pg_catalog.pg_opfamily'::pg_catalog.regclass OR o.amopfamily = d.refobjid)
           ORDER BY o.amopstrategy) AS member)";

constexpr std::string_view functions_query = R"(
  SELECT owner.oid, member.*
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS owner(oid)
   CROSS JOIN LATERAL
         (SELECT pg_catalog.format('FUNCTION %s (%s, %s) %s', p.amprocnum, p.amproclefttype::pg_catalog.regtype,
                                   p.amprocrighttype::pg_catalog.regtype, p.amproc::pg_catalog.regprocedure) AS text
            FROM pg_catalog.pg_depend d
            JOIN pg_catalog.pg_amproc p ON p.oid = d.objid
           WHERE d.refclassid = %CLASS% AND d.refobjid = owner.oid
             AND d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
           ORDER BY p.amprocnum) AS member)";

std::string of_owners(std::string_view sql, std::span<Object* const> owners) {
  static constexpr std::string_view slot = "%CLASS%";
  std::string out = with_oids(sql, owners);
  return out.replace(out.find(slot), slot.size(), fmt::to_string(owners.front()->address.classid));
}

}  // namespace

std::unordered_map<Oid, FamilyMembers> read_family_members(Reader& reader, std::span<Object* const> owners) {
  std::unordered_map<Oid, FamilyMembers> out;
  if (owners.empty()) return out;
  const pg::Result operators = reader.query(of_owners(operators_query, owners));
  for (const pg::Row row : operators)
    out[row["oid"].oid()].push_back({.text = row["text"].str(),
                                     .sort_schema = row["sort_schema"].str(),
                                     .sort_family = row["sort_family"].str()});
  const pg::Result functions = reader.query(of_owners(functions_query, owners));
  for (const pg::Row row : functions) out[row["oid"].oid()].push_back({.text = row["text"].str()});
  return out;
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
