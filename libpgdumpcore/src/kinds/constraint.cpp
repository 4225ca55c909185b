#include "kinds/constraint.hpp"

#include "kinds/comment.hpp"
#include "kinds/index.hpp"
#include "kinds/rule.hpp"
#include "kinds/table_attach.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Loop;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
using catalog::VersionedText;
using catalog::class_id::pg_class;
using catalog::class_id::pg_constraint;

namespace {

// NOT NULL constraints have rows since 18; a valid one is a clause of its column.
constexpr std::string_view constraint_query = R"(
  SELECT n.oid, n.conname, n.contype, n.conrelid, n.conindid, n.conislocal, n.convalidated,
         n.condeferrable, n.condeferred, ${period} AS period
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_constraint n ON n.conrelid = wanted.oid
   WHERE n.contype IN ('p', 'u', 'x', 'c') OR (n.contype = 'n' AND NOT n.convalidated)
   ORDER BY n.conrelid, n.conname)";

constexpr VersionedText constraint_gates[] = {{"period", 18, "n.conperiod", "false"}};

constexpr std::string_view constraint_definition_query = R"(
  SELECT wanted.oid, pg_catalog.pg_get_constraintdef(wanted.oid) AS definition
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid))";

bool has_index_type(char contype) {
  return contype == 'p' || contype == 'u' || contype == 'x';
}

// Adds one row's object; nullptr when its index is none that is dumped (it is invalid).
Object* add_constraint(Reader& reader, const pg::Row& row, Object& table) {
  Store& store = reader.store();
  Constraint self;
  self.contype = row["contype"].character();
  self.table = &table;
  self.local = row["conislocal"].flag();
  self.validated = row["convalidated"].flag();
  self.deferrable = row["condeferrable"].flag();
  self.deferred = row["condeferred"].flag();
  self.period = row["period"].flag();
  // What is not validated may only come after the rows that violate it.
  self.separate = has_index_type(self.contype) || !self.validated;
  if (has_index_type(self.contype)) {
    self.index = store.find(pg_class, row["conindid"].oid());
    if (self.index == nullptr || self.index->kind != &index) return nullptr;
  }
  Object& object = reader.add(constraint, {pg_constraint, row["oid"].oid()}, row["conname"].str());
  object.schema = table.schema;
  object.parent = &table;
  if (self.index != nullptr) as_index(*self.index).constraint = &object;
  object.record = std::move(self);
  return &object;
}

void check_counts(const std::vector<Object*>& tables) {
  for (const Object* table : tables) {
    const Relation& relation = as_relation(*table);
    const auto found = static_cast<int>(relation.checks.size());
    if (found == relation.checks_declared) continue;
    throw Error(Fault::data,
                fmt::format("expected {} check constraint{} on table \"{}\" but found {}", relation.checks_declared,
                            relation.checks_declared == 1 ? "" : "s", table->name, found))
        .hint("The system catalogs might be corrupted.");
  }
}

std::vector<Object*> constrained_tables(const Reader& reader) {
  std::vector<Object*> tables = relations(reader.store());
  std::erase_if(tables, [&](const Object* table) {
    const Relation& relation = as_relation(*table);
    if (!relation.interesting || relation.relkind == 'S') return true;
    return !relation.has_index && relation.checks_declared == 0 && reader.major() < 18;
  });
  return tables;
}

void take_constraints(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object* const table = reader.store().find(pg_class, row["conrelid"].oid());
    if (table == nullptr) continue;
    Object* const object = add_constraint(reader, row, *table);
    if (object == nullptr) continue;
    if (as_constraint(*object).contype == 'c') as_relation(*table).checks.push_back(object);
    if (as_constraint(*object).contype == 'n') as_relation(*table).not_null_constraints.push_back(object);
  }
}

void read_constraint(Reader& reader) {
  std::vector<Object*> tables = constrained_tables(reader);
  if (tables.empty()) return;
  const std::string sql = with_oids(constraint_query, tables);
  reader.ask(sql, constraint_gates, [&reader, tables = std::move(tables)](const pg::Result& rows) {
    take_constraints(reader, rows);
    check_counts(tables);
  });
}

void read_constraint_details(Reader& reader) {
  Store& store = reader.store();
  std::vector<Object*> wanted;
  for (Object* object : store.of(constraint)) {
    const Constraint& self = as_constraint(*object);
    if (object->wants(Component::definition) && self.table != nullptr && self.contype != 'p' && self.contype != 'u')
      wanted.push_back(object);
  }
  if (wanted.empty()) return;
  reader.ask(with_oids(constraint_definition_query, wanted), [&store](const pg::Result& rows) {
    for (const pg::Row row : rows)
      as_constraint(*store.find(pg_constraint, row["oid"].oid())).definition = row["definition"].str();
  });
}

Object& owner_of(const Constraint& self) {
  return self.table != nullptr ? *self.table : *self.domain;
}

// A constraint inside its owner's CREATE waits with it for what the constraint needs, for example a function.
void add_constraint_dependencies(Store& store) {
  for (Object* object : store.of(constraint)) {
    const Constraint& self = as_constraint(*object);
    object->inlined = !self.separate;
    if (object->inlined) depend(owner_of(self), *object);
  }
}

std::string column_list(const Renderer& renderer, std::span<const base::SharedText> columns, std::size_t from,
                        std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to && i < columns.size(); ++i)
    out += (i == from ? "" : ", ") + renderer.id(columns[i]);
  return out;
}

// PRIMARY KEY and UNIQUE as ADD CONSTRAINT takes them; unlike pg_get_constraintdef, with their storage options.
std::string key_definition(const Renderer& renderer, const Constraint& self) {
  const Index& key = as_index(*self.index);
  const bool primary = self.contype == 'p';
  const auto key_columns = static_cast<std::size_t>(key.key_columns);
  std::string out = primary ? "PRIMARY KEY" : "UNIQUE";
  // The server takes no primary key with it, though it let such an index become one.
  if (key.nulls_not_distinct && (!primary || renderer.major() == 15)) out += " NULLS NOT DISTINCT";
  out += " (" + column_list(renderer, key.columns, 0, key_columns);
  if (self.period) out += " WITHOUT OVERLAPS";
  if (key_columns < key.columns.size())
    out += ") INCLUDE (" + column_list(renderer, key.columns, key_columns, key.columns.size());
  out += ')';
  if (const std::string options = option_list(renderer, key.options); !options.empty())
    out += " WITH (" + options + ')';
  if (self.deferrable) out += self.deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
  return out;
}

void render_key(const Object& object, Renderer& renderer) {
  const Constraint& self = as_constraint(object);
  const std::string alter =
      fmt::format("ALTER {}TABLE ONLY {}", foreign_word(*self.table), renderer.qualified(*self.table));
  auto statement = renderer.statement(object, "CONSTRAINT");
  statement.tag = self.table->name + ' ' + object.name;
  statement.owner = self.table->owner;
  statement.tablespace = as_index(*self.index).tablespace.str();
  statement.create = fmt::format("{}\n    ADD CONSTRAINT {} {};\n", alter, renderer.id(object.name),
                                 self.contype == 'x' ? self.definition : key_definition(renderer, self)) +
                     cluster_command(renderer, *self.index) + replica_identity_command(renderer, *self.index) +
                     extension_commands(renderer, *self.index);
  statement.drop = fmt::format("{} DROP CONSTRAINT {};\n", alter, renderer.id(object.name));
  renderer.emit(std::move(statement));
}

// CHECK and NOT NULL. Not ONLY: it goes on to the children, as it did when it was made.
void render_condition(const Object& object, Renderer& renderer) {
  const Constraint& self = as_constraint(object);
  const Object& owner = owner_of(self);
  const std::string alter = self.table != nullptr
                                ? fmt::format("ALTER {}TABLE {}", foreign_word(owner), renderer.qualified(owner))
                                : fmt::format("ALTER DOMAIN {}", renderer.qualified(owner));
  auto statement = renderer.statement(object, self.contype == 'c' ? "CHECK CONSTRAINT" : "CONSTRAINT");
  statement.tag = owner.name + ' ' + object.name;
  statement.owner = owner.owner;
  if (self.table != nullptr) statement.waits_for = tables_below(owner);
  statement.create = fmt::format("{}\n    ADD {};\n", alter, inline_constraint(renderer, object));
  statement.drop = fmt::format("{} DROP CONSTRAINT {};\n", alter, renderer.id(object.name));
  renderer.emit(std::move(statement));
}

void render_constraint(const Object& object, Renderer& renderer) {
  const Constraint& self = as_constraint(object);
  if (!self.separate) return;
  if (object.wants(Component::definition)) {
    if (has_index_type(self.contype))
      render_key(object, renderer);
    else if (self.local)
      render_condition(object, renderer);
  }
  render_constraint_comment(renderer, object);
}

// Whether the constraint is one that may stand inside the CREATE of `owner`, a table or a domain.
bool stands_inside(const Object& object, const Object& owner) {
  if (object.kind != &constraint) return false;
  const Constraint& self = as_constraint(object);
  return &owner_of(self) == &owner && (self.contype == 'c' || (self.contype == 'n' && self.domain != nullptr));
}

// Of the two alone, the owner's CREATE holds both. With others between them, the constraint is added later.
void open_loop(Object& owner, Object& object, std::size_t length, Store& store) {
  if (length == 2) {
    undepend(object, owner);
    return;
  }
  undepend(owner, object);
  as_constraint(object).separate = true;
  object.inlined = false;
  depend(object, owner);
  depend(object, *store.post_data_boundary);
}

bool loosen_inside(Loop& loop, Store& store, bool of_tables) {
  for (Object* owner : loop) {
    if (std::any_cast<Relation>(&owner->record) == nullptr && of_tables) continue;
    const auto inside =
        std::find_if(loop.begin(), loop.end(), [&](const Object* object) { return stands_inside(*object, *owner); });
    if (inside == loop.end()) continue;
    open_loop(*owner, **inside, loop.size(), store);
    return true;
  }
  return false;
}

// Where a view can be split instead, it is; tables come before domains.
bool break_constraint_loop(Loop& loop, Store& store) {
  if (loop.size() > 2 && holds_view_and_rule(loop)) return false;
  return loosen_inside(loop, store, true) || loosen_inside(loop, store, false);
}

}  // namespace

std::string inline_constraint(const Renderer& renderer, const Object& object) {
  return fmt::format("CONSTRAINT {} {}", renderer.id(object.name), as_constraint(object).definition);
}

void render_constraint_comment(Renderer& renderer, const Object& object) {
  const Constraint& self = as_constraint(object);
  const Object& owner = owner_of(self);
  const std::string_view on = self.table != nullptr ? "ON" : "ON DOMAIN";
  render_comment(renderer, object,
                 {.type = fmt::format("CONSTRAINT {} {}", renderer.id(object.name), on),
                  .name = renderer.id(owner.name),
                  .schema = schema_name(owner),
                  .owner = owner.owner,
                  .written_by = object.inlined ? &owner : nullptr});
}

std::string_view foreign_word(const Object& table) {
  return as_relation(table).relkind == 'f' ? "FOREIGN " : "";
}

std::strong_ordering compare_constraints(const Object& a, const Object& b) {
  const Constraint& left = as_constraint(a);
  const Constraint& right = as_constraint(b);
  const bool left_of_table = left.table != nullptr;
  const bool right_of_table = right.table != nullptr;
  if (left_of_table != right_of_table) return left_of_table <=> right_of_table;
  return owner_of(left).name <=> owner_of(right).name;
}

const catalog::Kind constraint = {.name = "CONSTRAINT",
                                  .selection_rule = catalog::SelectionRule::with_parent,
                                  .read = read_constraint,
                                  .read_details = read_constraint_details,
                                  .add_dependencies = add_constraint_dependencies,
                                  .render = render_constraint,
                                  .compare_equal_names = compare_constraints,
                                  .break_loop = break_constraint_loop};

}  // namespace pgdumpcore::kinds
