#include "kinds/index.hpp"

#include "catalog/reader.hpp"
#include "kinds/comment.hpp"
#include "kinds/extension_dependence.hpp"
#include "kinds/relation.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Loop;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
using catalog::VersionedText;
using catalog::class_id::pg_class;

namespace {

// An invalid index is the rest of a CREATE INDEX CONCURRENTLY that failed, except on a partitioned table, where it
// waits for partitions that have none yet.
constexpr std::string_view index_query = R"(
  SELECT i.indexrelid, i.indrelid, c.relname, h.inhparent AS parent
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_index i ON i.indrelid = wanted.oid
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = i.indexrelid
   WHERE i.indisready AND (i.indisvalid OR t.relkind = 'p')
   ORDER BY i.indrelid, c.relname)";

// Extensions come in the order the dependencies were made: that is how they lie in pg_depend. A primary key's
// constraint is written from its columns, and making a definition is most of what an index costs the server. Only
// expressions can have a statistics target of their own.
constexpr std::string_view index_detail_query = R"(
  SELECT i.indexrelid, CASE WHEN NOT i.indisprimary THEN pg_catalog.pg_get_indexdef(i.indexrelid) END AS definition,
         s.spcname, c.reloptions, i.indnkeyatts, i.indisclustered, i.indisreplident,
         ${nulls_not_distinct} AS nulls_not_distinct,
         ARRAY(SELECT a.attname
                 FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
                ORDER BY k.place) AS columns,
         targets.numbers, targets.values,
         ARRAY(SELECT e.extname
                 FROM pg_catalog.pg_depend d
                 JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                WHERE d.classid = c.tableoid AND d.objid = c.oid AND d.deptype = 'x'
                  AND d.refclassid = e.tableoid
                ORDER BY d.ctid) AS extensions
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_index i ON i.indexrelid = wanted.oid
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
    CROSS JOIN LATERAL (
      SELECT pg_catalog.array_agg(a.attnum ORDER BY a.attnum) AS numbers,
             pg_catalog.array_agg(a.attstattarget ORDER BY a.attnum) AS values
        FROM pg_catalog.pg_attribute a
       WHERE i.indexprs IS NOT NULL AND a.attrelid = i.indexrelid AND a.attstattarget >= 0) AS targets)";

constexpr VersionedText index_detail_gates[] = {{"nulls_not_distinct", 15, "i.indnullsnotdistinct", "false"}};

void take_indexes(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object* const table = reader.store().find(pg_class, row["indrelid"].oid());
    if (table == nullptr) continue;
    Object& object = reader.add(index, {pg_class, row["indexrelid"].oid()}, row["relname"].str());
    object.schema = table->schema;
    object.parent = table;
    object.record = Index{.table = table, .parent_oid = row["parent"].oid()};
    as_relation(*table).indexes.push_back(&object);
  }
}

void read_index(Reader& reader) {
  std::vector<Object*> tables = relations(reader.store());
  std::erase_if(tables,
                [](const Object* table) { return !as_relation(*table).has_index || !as_relation(*table).interesting; });
  if (tables.empty()) return;
  reader.ask(with_oids(index_query, tables), [&reader](const pg::Result& rows) { take_indexes(reader, rows); });
}

void take_index_detail(const pg::Row& row, Index& out, base::TextPool& texts) {
  out.definition = row["definition"].str();
  const std::vector<std::string> columns = pg::parse_text_array(row["columns"].view());
  out.columns.reserve(columns.size());
  for (const std::string& column : columns) out.columns.push_back(texts(column));
  out.key_columns = row["indnkeyatts"].small();
  out.tablespace = texts(row["spcname"].view());
  out.options = texts(row["reloptions"].view());
  out.clustered = row["indisclustered"].flag();
  out.replica_identity = row["indisreplident"].flag();
  out.nulls_not_distinct = row["nulls_not_distinct"].flag();
  for (std::string& extension : pg::parse_text_array(row["extensions"].view()))
    out.extensions.push_back(std::move(extension));
  if (row["numbers"].is_null()) return;
  const auto numbers = pg::parse_text_array(row["numbers"].view());
  const auto values = pg::parse_text_array(row["values"].view());
  for (std::size_t i = 0; i < numbers.size(); ++i) out.statistics.push_back({numbers[i], values[i]});
}

void read_index_details(Reader& reader) {
  Store& store = reader.store();
  std::vector<Object*> wanted;
  for (Object* object : store.of(index))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(index_detail_query, wanted), index_detail_gates, [&store](const pg::Result& rows) {
    for (const pg::Row row : rows)
      take_index_detail(row, as_index(*store.find(pg_class, row["indexrelid"].oid())), store.texts);
  });
}

std::string statistics_commands(const Renderer& renderer, const Object& object) {
  std::string out;
  for (const auto& [number, target] : as_index(object).statistics)
    out +=
        fmt::format("ALTER INDEX {} ALTER COLUMN {} SET STATISTICS {};\n", renderer.qualified(object), number, target);
  return out;
}

// A constraint writes its index; what is left here is the comment on the index.
void render_index_definition(const Object& object, Renderer& renderer) {
  const Index& self = as_index(object);
  auto statement = renderer.statement(object, "INDEX");
  statement.owner = self.table->owner;
  statement.tablespace = self.tablespace;
  statement.create = self.definition + ";\n" + cluster_command(renderer, object) +
                     statistics_commands(renderer, object) + extension_commands(renderer, object) +
                     replica_identity_command(renderer, object);
  // The index of a partition goes with the partitioned index; the server refuses to drop it alone.
  if (self.parent_oid == 0) statement.drop = fmt::format("DROP INDEX {};\n", renderer.qualified(object));
  renderer.emit(std::move(statement));
}

void render_index(const Object& object, Renderer& renderer) {
  const Index& self = as_index(object);
  if (self.constraint == nullptr && object.wants(Component::definition)) render_index_definition(object, renderer);
  CommentTarget about = labelled(renderer, object, "INDEX");
  about.owner = self.table->owner;
  about.written_by = self.constraint;
  render_comment(renderer, object, about);
}

// A partitioned index that waits for the index of its own partition: it can be made first.
bool break_index_loop(Loop& loop, Store&) {
  if (loop.size() != 2 || loop[0]->kind != &index || loop[1]->kind != &index) return false;
  for (const std::size_t child : {0U, 1U}) {
    Object& whole = *loop[1 - child];
    if (as_index(*loop[child]).parent_oid != whole.address.objid) continue;
    undepend(whole, *loop[child]);
    return true;
  }
  return false;
}

}  // namespace

std::string cluster_command(const Renderer& renderer, const Object& object) {
  const Index& self = as_index(object);
  if (!self.clustered) return {};
  return fmt::format("\nALTER TABLE {} CLUSTER ON {};\n", renderer.qualified(*self.table), renderer.id(object.name));
}

std::string replica_identity_command(const Renderer& renderer, const Object& object) {
  const Index& self = as_index(object);
  if (!self.replica_identity) return {};
  return fmt::format("\nALTER TABLE ONLY {} REPLICA IDENTITY USING INDEX {};\n", renderer.qualified(*self.table),
                     renderer.id(object.name));
}

std::string extension_commands(const Renderer& renderer, const Object& object) {
  return extension_dependence(renderer, "INDEX", renderer.qualified(object), as_index(object).extensions);
}

const catalog::Kind index = {.name = "INDEX",
                             .selection_rule = catalog::SelectionRule::with_parent,
                             .read = read_index,
                             .read_details = read_index_details,
                             .render = render_index,
                             .break_loop = break_index_loop};

}  // namespace pgdumpcore::kinds
