#include "catalog/graph.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace pgdumpcore::catalog {

const Kind boundary = {.name = "BOUNDARY", .selection_rule = SelectionRule::decided_by_kind};

namespace {

// Partition ('P', 'S') and extension ('e') dependencies say nothing about the order of a dump; 'p' marked pinned
// objects before 14. One row a pair: columns of one table are one object here. What a member of an operator family
// needs, its family needs; a member is internal to its operator class, which needs the family itself.
constexpr std::string_view dependency_query = R"(
  SELECT classid, objid, refclassid, refobjid,
         pg_catalog.bool_or(deptype = 'i') AS internal
    FROM (SELECT classid, objid, refclassid, refobjid, deptype
            FROM pg_catalog.pg_depend
           WHERE deptype NOT IN ('p', 'e') AND objid::pg_catalog.int8 % {0} = {1}
           UNION ALL
          SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, member.family, d.refclassid, d.refobjid, d.deptype
            FROM (SELECT tableoid, oid, amopfamily FROM pg_catalog.pg_amop
                   UNION ALL
                  SELECT tableoid, oid, amprocfamily FROM pg_catalog.pg_amproc) AS member(catalog, oid, family)
            JOIN pg_catalog.pg_depend d ON d.classid = member.catalog AND d.objid = member.oid
           WHERE d.deptype NOT IN ('p', 'e', 'i') AND member.family::pg_catalog.int8 % {0} = {1}) AS dependency
   GROUP BY 1, 2, 3, 4
   ORDER BY 1, 2, 3, 4)";

void take_dependencies(const Store& store, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object* const dependent = store.find(row.at(0).oid(), row.at(1).oid());
    if (dependent == nullptr) continue;
    Object* const referenced = store.find(row.at(2).oid(), row.at(3).oid());
    if (referenced == nullptr || referenced == dependent) continue;
    // A composite type's pg_class row depends internally on its pg_type row, but it is the type that needs the
    // columns' types first.
    const bool reversed = row.at(4).flag() && dependent->address.classid == class_id::pg_class &&
                          referenced->address.classid == class_id::pg_type;
    if (reversed)
      depend(*referenced, *dependent);
    else
      depend(*dependent, *referenced);
  }
}

}  // namespace

// Where there are many objects, in several parts, so that no answer is large. All of an object's stand in one.
void ask_dependencies(Reader& reader) {
  constexpr std::size_t objects_at_once = 50000;
  const std::size_t parts = 1 + reader.store().objects().size() / objects_at_once;
  for (std::size_t part = 0; part < parts; ++part)
    reader.ask(fmt::format(dependency_query, parts, part),
               [&store = reader.store()](const pg::Result& rows) { take_dependencies(store, rows); });
}

void add_boundaries(Store& store, const std::vector<DumpRank>& dump_ranks) {
  std::unordered_map<const Kind*, Section> section_of;
  for (const DumpRank& rank : dump_ranks)
    for (const Kind* kind : rank.kinds) section_of[kind] = rank.section;

  Object& pre = store.add(boundary, {}, "PRE-DATA BOUNDARY");
  Object& post = store.add(boundary, {}, "POST-DATA BOUNDARY");
  store.pre_data_boundary = &pre;
  store.post_data_boundary = &post;
  depend(post, pre);
  for (Object& object : store.objects()) {
    if (object.inlined || object.kind == &boundary) continue;
    const auto found = section_of.find(object.kind);
    if (found == section_of.end()) continue;
    switch (found->second) {
      case Section::pre_data:
        depend(pre, object);
        break;
      case Section::data:
        depend(object, pre);
        depend(post, object);
        break;
      case Section::post_data:
        depend(object, post);
        break;
      case Section::none:
        break;
    }
  }
}

}  // namespace pgdumpcore::catalog
