#include "kinds/foreign_key.hpp"

#include "kinds/constraint.hpp"
#include "kinds/index.hpp"
#include "kinds/table_attach.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
using catalog::class_id::pg_class;
using catalog::class_id::pg_constraint;

namespace {

// A foreign key of a partitioned table comes with it to its partitions; those of partitions have a parent.
constexpr std::string_view foreign_key_query = R"(
  SELECT n.oid, n.conname, n.conrelid, n.confrelid, n.conindid,
         pg_catalog.pg_get_constraintdef(n.oid) AS definition
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_constraint n ON n.conrelid = wanted.oid
   WHERE n.contype = 'f' AND n.conparentid = 0
   ORDER BY n.conrelid, n.conname)";

// Until 17 a plain table without triggers is known to have no foreign keys; since 18 those that are not enforced
// have none.
bool may_have_foreign_keys(const Object& object, int major) {
  if (!object.wants(Component::definition)) return false;
  const Relation& relation = as_relation(object);
  return major >= 18 || relation.has_triggers || relation.relkind == 'p';
}

void take_foreign_keys(Reader& reader, const pg::Result& rows) {
  const Store& store = reader.store();
  for (const pg::Row row : rows) {
    Object* const table = store.find(pg_class, row["conrelid"].oid());
    Object& object = reader.add(foreign_key, {pg_constraint, row["oid"].oid()}, row["conname"].str());
    object.schema = table->schema;
    object.parent = table;
    object.record = Constraint{.contype = 'f',
                               .table = table,
                               .index = store.find(pg_class, row["conindid"].oid()),
                               .foreign_table = store.find(pg_class, row["confrelid"].oid()),
                               .definition = row["definition"].str(),
                               .separate = true};
  }
}

void read_foreign_key(Reader& reader) {
  std::vector<Object*> tables = relations(reader.store());
  std::erase_if(tables, [&](const Object* table) { return !may_have_foreign_keys(*table, reader.major()); });
  if (tables.empty()) return;
  reader.ask(with_oids(foreign_key_query, tables),
             [&reader](const pg::Result& rows) { take_foreign_keys(reader, rows); });
}

void wait_for_attaches(Object& object, const Object& whole) {
  for (Object* attach : as_index(whole).attaches) {
    depend(object, *attach);
    wait_for_attaches(object, *attach->parent);
  }
}

// A key on a partitioned table counts only once the indexes of all its partitions are attached.
void add_foreign_key_dependencies(Store& store) {
  for (Object* object : store.of(foreign_key)) {
    const Constraint& self = as_constraint(*object);
    if (self.foreign_table == nullptr || as_relation(*self.foreign_table).relkind != 'p') continue;
    if (self.index != nullptr && self.index->kind == &index) wait_for_attaches(*object, *self.index);
  }
}

// It locks both tables, and the partitions of both. On a partitioned table it reaches the partitions.
std::vector<const Object*> locked_tables(const Constraint& self) {
  std::vector<const Object*> tables = partitioned_above(*self.table);
  const std::vector<const Object*> below = tables_below(*self.table);
  if (as_relation(*self.table).relkind == 'p') tables.insert(tables.end(), below.begin(), below.end());
  if (self.foreign_table == nullptr) return tables;
  const std::vector<const Object*> above = partitioned_above(*self.foreign_table);
  tables.insert(tables.end(), above.begin(), above.end());
  tables.push_back(self.foreign_table);
  return tables;
}

void render_foreign_key(const Object& object, Renderer& renderer) {
  const Constraint& self = as_constraint(object);
  if (object.wants(Component::definition)) {
    // On a partitioned table it always reaches the partitions; elsewhere it never reaches children.
    const std::string_view only = as_relation(*self.table).relkind == 'p' ? "" : "ONLY ";
    const std::string alter =
        fmt::format("ALTER {}TABLE {}{}", foreign_word(*self.table), only, renderer.qualified(*self.table));
    auto statement = renderer.statement(object, "FK CONSTRAINT");
    statement.tag = self.table->name + ' ' + object.name;
    statement.owner = self.table->owner;
    statement.create = fmt::format("{}\n    ADD {};\n", alter, inline_constraint(renderer, object));
    statement.waits_for = locked_tables(self);
    statement.drop = fmt::format("{} DROP CONSTRAINT {};\n", alter, renderer.id(object.name));
    renderer.emit(std::move(statement));
  }
  render_constraint_comment(renderer, object);
}

}  // namespace

const catalog::Kind foreign_key = {.name = "FK CONSTRAINT",
                                   .selection_rule = catalog::SelectionRule::with_parent,
                                   .read = read_foreign_key,
                                   .add_dependencies = add_foreign_key_dependencies,
                                   .render = render_foreign_key,
                                   .compare_equal_names = compare_constraints};

}  // namespace pgdumpcore::kinds
