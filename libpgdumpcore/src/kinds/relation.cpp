#include "kinds/relation.hpp"

#include "kinds/foreign_table.hpp"
#include "kinds/materialized_view.hpp"
#include "kinds/relation_facets.hpp"
#include "kinds/sequence.hpp"
#include "kinds/table.hpp"
#include "kinds/view.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

// Columns of the catalog alone, no functions that look into relations: nothing is locked yet. Partitioned tables have
// no TOAST table of their own, whatever an upgraded catalog says.
constexpr std::string_view relations_query = R"sql(
SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity,
       c.relispartition, c.relispopulated, c.relchecks,
       c.reloftype, space.spcname, method.amname, c.relreplident,
       pg_catalog.array_remove(pg_catalog.array_remove(c.reloptions, 'check_option=local'), 'check_option=cascaded')
         AS options,
       toast.reloptions AS toast_options,
       CASE WHEN 'check_option=local' = ANY (c.reloptions) THEN 'LOCAL'
            WHEN 'check_option=cascaded' = ANY (c.reloptions) THEN 'CASCADED' END AS check_option,
       c.relacl,
       pg_catalog.acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner) AS acl_default,
       remote.ftserver AS foreign_server,
       owning.refobjid AS owning_table, owning.refobjsubid AS owning_column, owning.deptype = 'i' AS identity
  FROM pg_catalog.pg_class c
  LEFT JOIN pg_catalog.pg_tablespace space ON space.oid = c.reltablespace
  LEFT JOIN pg_catalog.pg_am method ON method.oid = c.relam
  LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid AND c.relkind <> 'p'
  LEFT JOIN pg_catalog.pg_foreign_table remote ON remote.ftrelid = c.oid
  LEFT JOIN pg_catalog.pg_depend owning
    ON c.relkind = 'S' AND owning.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
       AND owning.objid = c.oid AND owning.objsubid = 0
       AND owning.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owning.deptype IN ('a', 'i')
 WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
 ORDER BY c.oid)sql";

constexpr std::string_view inheritance_query = R"sql(
SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits ORDER BY inhrelid, inhseqno)sql";

// Hash codes of enum values come from the values' OIDs, which a restore does not keep: rows of such partitions may
// belong to other partitions afterwards.
constexpr std::string_view unsafe_partitions_query = R"sql(
SELECT part.partrelid
  FROM pg_catalog.pg_partitioned_table part
 WHERE EXISTS (SELECT
                 FROM pg_catalog.pg_opclass class
                 JOIN pg_catalog.pg_am method ON method.oid = class.opcmethod
                WHERE class.oid = ANY (part.partclass::pg_catalog.oid[])
                  AND method.amname = 'hash' AND class.opcname = 'enum_ops'
                  AND class.opcnamespace = 'pg_catalog'::pg_catalog.regnamespace))sql";

const catalog::Kind& kind_of(char relkind) {
  switch (relkind) {
    case 'S':
      return sequence;
    case 'v':
      return view;
    case 'm':
      return materialized_view;
    case 'f':
      return foreign_table;
    default:
      return table;
  }
}

Relation relation_record(const pg::Row& row, base::TextPool& texts) {
  Relation out;
  out.relkind = row["relkind"].character();
  out.persistence = row["relpersistence"].character();
  out.has_index = row["relhasindex"].flag();
  out.has_rules = row["relhasrules"].flag();
  out.has_triggers = row["relhastriggers"].flag();
  out.row_security = row["relrowsecurity"].flag();
  out.force_row_security = row["relforcerowsecurity"].flag();
  out.is_partition = row["relispartition"].flag();
  out.populated = row["relispopulated"].flag();
  out.checks_declared = row["relchecks"].small();
  out.of_type_oid = row["reloftype"].oid();
  out.tablespace = texts(row["spcname"].view());
  out.access_method = texts(row["amname"].view());
  out.options = texts(row["options"].view());
  out.toast_options = texts(row["toast_options"].view());
  out.check_option = texts(row["check_option"].view());
  out.replica_identity = row["relreplident"].character();
  out.foreign_server = row["foreign_server"].oid();
  out.owning_table = row["owning_table"].oid();
  out.owning_column = row["owning_column"].small();
  out.is_identity_sequence = row["identity"].flag();
  return out;
}

Object* find_relation(const Store& store, catalog::Oid oid) {
  return store.find(class_id::pg_class, oid);
}

void take_relations(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Relation found = relation_record(row, reader.store().texts);
    Object& object = reader.add(kind_of(found.relkind), {class_id::pg_class, row["oid"].oid()}, row["relname"].str(),
                                row["relnamespace"].oid());
    object.owner = reader.store().texts(row["owner"].view());
    set_acl(reader, object, row["relacl"], row["acl_default"]);
    object.available |= Component::data;
    if (found.relkind == 'r' || found.relkind == 'p') object.available |= Component::policy;
    object.record = std::move(found);
  }
}

// pg_inherits speaks of partitioned indexes too; those are not relations here.
void take_inheritance(const Store& store, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object* child = find_relation(store, row["inhrelid"].oid());
    Object* parent = find_relation(store, row["inhparent"].oid());
    if (child == nullptr || parent == nullptr) continue;
    as_relation(*child).parents.push_back(parent);
    as_relation(*parent).children.push_back(child);
  }
}

void take_unsafe_partitions(const Store& store, const pg::Result& rows) {
  for (const pg::Row row : rows)
    if (Object* object = find_relation(store, row["partrelid"].oid())) as_relation(*object).unsafe_partitions = true;
}

void read_relation(Reader& reader) {
  const Store& store = reader.store();
  reader.ask(relations_query, [&reader](const pg::Result& rows) { take_relations(reader, rows); });
  reader.ask(inheritance_query, [&store](const pg::Result& rows) { take_inheritance(store, rows); });
  reader.ask(unsafe_partitions_query, [&store](const pg::Result& rows) { take_unsafe_partitions(store, rows); });
  read_column_acls(reader);
}

}  // namespace

const catalog::Kind relation = {
    .name = "RELATION", .selection_rule = catalog::SelectionRule::decided_by_kind, .read = read_relation};

std::vector<Object*> relations(const Store& store) {
  std::vector<Object*> out;
  for (const catalog::Kind* kind : {&table, &foreign_table, &sequence, &view, &materialized_view}) {
    const std::vector<Object*>& some = store.of(*kind);
    out.insert(out.end(), some.begin(), some.end());
  }
  std::ranges::sort(out, {}, [](const Object* object) { return object->address.objid; });
  return out;
}

std::string option_list(const Renderer& renderer, std::string_view options, std::string_view prefix) {
  std::string out;
  if (options.empty()) return out;
  for (const std::string& option : pg::parse_text_array(options)) {
    const std::size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    const std::string value = equals == std::string::npos ? std::string() : option.substr(equals + 1);
    // Words that need no quotes as identifiers need none here either.
    const std::string quoted = renderer.id(value) == value ? value : renderer.literal(value);
    out += fmt::format("{}{}{}={}", out.empty() ? "" : ", ", prefix, renderer.id(name), quoted);
  }
  return out;
}

std::string with_options(const Renderer& renderer, const Relation& details) {
  const std::string own = option_list(renderer, details.options);
  const std::string toast = option_list(renderer, details.toast_options, "toast.");
  if (own.empty() && toast.empty()) return "";
  return fmt::format("\nWITH ({}{}{})", own, own.empty() || toast.empty() ? "" : ", ", toast);
}

std::string relation_settings(const Renderer& renderer, const Object& object) {
  const Relation& details = as_relation(object);
  const std::string alter = "\nALTER TABLE ONLY " + renderer.qualified(object);
  std::string out;
  const bool has_identity = details.relkind == 'r' || details.relkind == 'p' || details.relkind == 'm';
  if (has_identity && details.replica_identity == 'n') out += alter + " REPLICA IDENTITY NOTHING;\n";
  if (has_identity && details.replica_identity == 'f') out += alter + " REPLICA IDENTITY FULL;\n";
  if (details.force_row_security) out += alter + " FORCE ROW LEVEL SECURITY;\n";
  return out;
}

}  // namespace pgdumpcore::kinds
