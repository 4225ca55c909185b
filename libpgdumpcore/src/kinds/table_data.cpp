#include "kinds/table_data.hpp"

#include "kinds/foreign_table.hpp"
#include "kinds/relation.hpp"
#include "kinds/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

namespace class_id = catalog::class_id;
using catalog::Component;
using catalog::Loop;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;

namespace {

struct Rows {
  std::vector<Object*> after{};  // rows that have to be there first, where foreign keys exist already
};

constexpr std::string_view foreign_keys_query = R"sql(
SELECT conrelid, confrelid FROM pg_catalog.pg_constraint
 WHERE contype = 'f' AND conparentid = 0
 ORDER BY conrelid, conname)sql";

bool takes_rows(const Reader& reader, const Object& object) {
  const Relation& details = as_relation(object);
  const bool foreign = details.relkind == 'f' && reader.store().servers_with_rows.contains(details.foreign_server);
  if (details.relkind != 'r' && !foreign) return false;
  if (details.configuration) return true;
  if (!contents_of(reader.options()).data) return false;
  if (details.persistence == 'u' && reader.options().no_unlogged_table_data) return false;
  return object.wants(Component::data) && !object.rows_excluded;
}

void add_rows(Store& store, Object& owner) {
  // Under class 0, so that nothing that pg_depend says about the table is said about its rows.
  Object& object = store.add(table_data, {class_id::none, owner.address.objid}, owner.name);
  object.schema = owner.schema;
  object.parent = &owner;
  object.owner = owner.owner;
  object.available = Component::data;
  object.wanted = Component::data;
  object.record = Rows{};
  as_relation(owner).data = &object;
}

// Foreign keys of a full dump are made after all rows. In a data-only dump they are there already, and those between
// configuration tables of extensions always are.
void take_referenced_tables(const Reader& reader, const pg::Result& keys) {
  const auto rows_of = [&](catalog::Oid oid) -> Object* {
    Object* found = reader.store().find(class_id::pg_class, oid);
    return found == nullptr || found->kind != &table ? nullptr : as_relation(*found).data;
  };
  const bool keys_exist = !contents_of(reader.options()).schema;
  for (const pg::Row key : keys) {
    Object* const referencing = rows_of(key["conrelid"].oid());
    Object* const referenced = rows_of(key["confrelid"].oid());
    if (referencing == nullptr || referenced == nullptr) continue;
    const bool both_configuration =
        as_relation(*referencing->parent).configuration && as_relation(*referenced->parent).configuration;
    if (keys_exist || both_configuration) catalog::record<Rows>(*referencing).after.push_back(referenced);
  }
}

void read_table_data(Reader& reader) {
  std::vector<Object*> owners;
  for (const catalog::Kind* kind : {&table, &foreign_table})
    for (Object* object : reader.store().of(*kind))
      if (takes_rows(reader, *object)) owners.push_back(object);
  const bool any_configuration =
      std::ranges::any_of(owners, [](const Object* owner) { return as_relation(*owner).configuration; });
  reader.then([&store = reader.store(), owners = std::move(owners)] {
    for (Object* owner : owners) add_rows(store, *owner);
  });
  if (!contents_of(reader.options()).schema || any_configuration)
    reader.ask(foreign_keys_query, [&reader](const pg::Result& keys) { take_referenced_tables(reader, keys); });
}

void add_table_data_dependencies(Store& store) {
  for (Object* object : store.of(table_data)) {
    depend(*object, *object->parent);
    for (Object* first : catalog::record<Rows>(*object).after) depend(*object, *first);
  }
}

// Tables that reference each other, or themselves: there is no right order, so any will do.
bool break_table_data_loop(Loop& loop, Store& store) {
  if (!std::ranges::all_of(loop, [](const Object* object) { return object->kind == &table_data; })) return false;
  std::string message = loop.size() == 1 ? "there are circular foreign-key constraints on this table:"
                                         : "there are circular foreign-key constraints among these tables:";
  for (const Object* object : loop) message += '\n' + object->name;
  store.notices.push_back(
      {std::move(message),
       "You might not be able to restore the dump without using --disable-triggers or temporarily dropping the "
       "constraints.\nConsider using a full dump instead of a --data-only dump to avoid this problem."});
  undepend(*loop.front(), *(loop.size() > 1 ? loop[1] : loop[0]));
  return true;
}

// The table that rows are loaded into: the partitions' root where that is wanted, and where the rows may belong to
// other partitions after a restore.
const Object& load_target(const Renderer& renderer, const Object& owner) {
  const Object* target = &owner;
  bool through_root = renderer.options().load_via_partition_root;
  while (as_relation(*target).is_partition) {
    target = as_relation(*target).parents.front();
    through_root |= as_relation(*target).unsafe_partitions;
  }
  return through_root ? *target : owner;
}

// Generated columns are not loaded.
std::vector<std::string> loaded_columns(const Renderer& renderer, const Relation& details) {
  std::vector<std::string> out;
  for (const Column& column : details.columns)
    if (!column.dropped && column.generated == '\0') out.push_back(renderer.id(column.name));
  return out;
}

std::string in_parentheses(const std::vector<std::string>& columns) {
  return columns.empty() ? "" : fmt::format("({})", fmt::join(columns, ", "));
}

const std::vector<std::string>& row_conditions(const Renderer& renderer, const Object& owner) {
  static const std::vector<std::string> none;
  const auto& all = renderer.store().row_conditions;
  const auto found = all.find(owner.address.objid);
  return found == all.end() ? none : found->second;
}

// What rows are selected from. Where conditions are to follow, an extension's WHERE cannot stand behind it.
std::string row_source(const Renderer& renderer, const Object& owner) {
  std::string source = "ONLY " + renderer.qualified(owner);
  const Relation& details = as_relation(owner);
  if (details.configuration_condition.empty() || row_conditions(renderer, owner).empty()) return source;
  return fmt::format("(SELECT * FROM {} {}\n) AS {}", source, details.configuration_condition, renderer.id(owner.name));
}

// A line ends before each parenthesis: a condition may end in a comment.
std::string row_filter(const Renderer& renderer, const Object& owner) {
  const std::vector<std::string>& conditions = row_conditions(renderer, owner);
  if (conditions.empty()) return {};
  return fmt::format(" WHERE ({}\n)", fmt::join(conditions, "\n) AND ("));
}

std::string copy_select(const Renderer& renderer, const Object& owner) {
  return fmt::format("SELECT {} FROM {}{}", fmt::join(loaded_columns(renderer, as_relation(owner)), ", "),
                     row_source(renderer, owner), row_filter(renderer, owner));
}

std::string copy_out(const Renderer& renderer, const Object& owner) {
  if (!row_conditions(renderer, owner).empty()) return fmt::format("COPY ({}) TO stdout", copy_select(renderer, owner));
  const Relation& details = as_relation(owner);
  const std::vector<std::string> columns = loaded_columns(renderer, details);
  if (details.configuration_condition.empty() && details.relkind != 'f')
    return fmt::format("COPY {} {} TO stdout", renderer.qualified(owner), in_parentheses(columns));
  return fmt::format("COPY (SELECT {} FROM {} {}) TO stdout",
                     columns.empty() ? "*" : fmt::format("{}", fmt::join(columns, ", ")), renderer.qualified(owner),
                     details.configuration_condition);
}

// INSERT without column names has a DEFAULT where a generated column stands; its value need not be fetched.
void fill_insert(const Renderer& renderer, const Object& owner, RowStatements& data) {
  const Relation& details = as_relation(owner);
  std::vector<std::string> selected;
  for (const Column& column : details.columns) {
    data.overriding_system_value |= column.identity == 'a';
    const bool generated = column.generated != '\0';
    if (column.dropped || (generated && renderer.options().column_inserts)) continue;
    data.columns.push_back(renderer.id(column.name));
    data.generated.push_back(generated);
    selected.push_back(generated ? "NULL" : data.columns.back());
  }
  data.select = fmt::format("SELECT {} FROM {}", fmt::join(selected, ", "), data.source);
  if (!row_conditions(renderer, owner).empty())
    data.select += row_filter(renderer, owner);
  else if (!details.configuration_condition.empty())
    data.select += ' ' + details.configuration_condition;
}

bool as_inserts(const DumpOptions& options) {
  return options.inserts || options.column_inserts || options.rows_per_insert > 1;
}

void render_table_data(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::data)) return;
  const Object& owner = *object.parent;
  const Relation& details = as_relation(owner);
  const Object& target = load_target(renderer, owner);
  const std::string target_name = renderer.qualified(target);

  catalog::Statement statement = renderer.statement(object, "TABLE DATA");
  // Rows need their table, whatever else the order of the dump has put before them.
  statement.depends_as_object = false;
  statement.depends_on = {&owner};
  if (&target != &owner) statement.create = "-- load via partition root " + pg::comment_safe(target_name, true);
  if (!as_inserts(renderer.options()))
    statement.copy =
        fmt::format("COPY {} {} FROM stdin;\n", target_name, in_parentheses(loaded_columns(renderer, details)));
  statement.data = catalog::TableData{.table = &owner,
                                      .foreign = details.relkind == 'f',
                                      .conditional = !row_conditions(renderer, owner).empty(),
                                      .divisible = details.configuration_condition.empty()};
  renderer.emit(std::move(statement));
}

}  // namespace

RowStatements row_statements(const Renderer& renderer, const Object& owner) {
  RowStatements out;
  out.copy_out = copy_out(renderer, owner);
  out.copy_select = copy_select(renderer, owner);
  out.source = row_source(renderer, owner);
  out.row_conditions = row_conditions(renderer, owner);
  out.insert_target = renderer.qualified(load_target(renderer, owner));
  fill_insert(renderer, owner, out);
  return out;
}

const catalog::Kind table_data = {.name = "TABLE DATA",
                                  .selection_rule = catalog::SelectionRule::decided_by_kind,
                                  .read = read_table_data,
                                  .add_dependencies = add_table_data_dependencies,
                                  .render = render_table_data,
                                  .break_loop = break_table_data_loop};

}  // namespace pgdumpcore::kinds
