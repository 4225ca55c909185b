#include "kinds/routine.hpp"

#include "kinds/type.hpp"

#include <sstream>

namespace pgdumpcore::kinds {

using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::class_id::pg_proc;

namespace {

// What depends internally on something else, as the constructors of range types do, is made with it.
constexpr std::string_view routine_query = R"(
  SELECT p.oid, p.proname, p.pronamespace, p.prokind, p.proargtypes,
         pg_catalog.pg_get_userbyid(p.proowner) AS owner, p.proacl,
         pg_catalog.acldefault('f', p.proowner) AS built_in_acl
    FROM pg_catalog.pg_proc p
    LEFT JOIN pg_catalog.pg_init_privs i
      ON i.classoid = p.tableoid AND i.objoid = p.oid AND i.objsubid = 0
   WHERE p.prokind = ANY ('%KINDS%'::"char"[])
     AND (p.pronamespace <> 'pg_catalog'::pg_catalog.regnamespace
          OR p.proacl IS DISTINCT FROM i.initprivs
          OR p.oid IN (SELECT castfunc FROM pg_catalog.pg_cast WHERE oid >= 16384)
          OR p.oid IN (SELECT pg_catalog.unnest(ARRAY[trffromsql, trftosql])
                         FROM pg_catalog.pg_transform
                        WHERE oid >= 16384))
     AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                      WHERE d.classid = p.tableoid AND d.objid = p.oid AND d.deptype = 'i')
   ORDER BY p.oid)";

std::string query_of(std::string_view prokinds) {
  std::string sql(routine_query);
  static constexpr std::string_view slot = "%KINDS%";
  return sql.replace(sql.find(slot), slot.size(), prokinds);
}

// An oidvector, "23 25".
std::vector<Oid> parse_oids(const std::string& text) {
  std::vector<Oid> out;
  std::istringstream words(text);
  for (Oid oid = 0; words >> oid;) out.push_back(oid);
  return out;
}

}  // namespace

void read_routines(Reader& reader, const catalog::Kind& kind, std::string_view prokinds, TakeRoutine take) {
  reader.ask(query_of(prokinds), [&reader, &kind, take = std::move(take)](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(kind, {pg_proc, row["oid"].oid()}, row["proname"].str(), row["pronamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      set_acl(reader, object, row["proacl"], row["built_in_acl"]);
      take(object, Routine{.store = &reader.store(),
                           .prokind = row["prokind"].character(),
                           .argument_types = parse_oids(row["proargtypes"].str())});
    }
  });
}

std::strong_ordering compare_routines(const Routine& a, const Routine& b) {
  if (const auto by_count = a.argument_types.size() <=> b.argument_types.size(); by_count != 0) return by_count;
  for (std::size_t i = 0; i < a.argument_types.size(); ++i)
    if (const auto by_type = compare_types(*a.store, a.argument_types[i], b.argument_types[i]); by_type != 0)
      return by_type;
  return std::strong_ordering::equal;
}

std::string routine_signature(const std::string& name, const Routine& routine) {
  std::string list;
  for (const Oid oid : routine.argument_types) {
    if (!list.empty()) list += ", ";
    list += formatted_type(*routine.store, oid);
  }
  return name + '(' + list + ')';
}

std::string signature_sql(std::string_view oid) {
  // regprocedure would leave the schema of system functions out.
  return "(SELECT pg_catalog.format('%I.%I(%s)', n.nspname, p.proname,"
         " (SELECT pg_catalog.string_agg(pg_catalog.format_type(a.type, NULL), ', ' ORDER BY a.place)"
         " FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS a(type, place)))"
         " FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace"
         " WHERE p.oid = " +
         std::string(oid) + ")";
}

}  // namespace pgdumpcore::kinds
