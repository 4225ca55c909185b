#include "kinds/type.hpp"

#include "kinds/acl.hpp"
#include "kinds/base_type.hpp"
#include "kinds/comment.hpp"
#include "kinds/composite_type.hpp"
#include "kinds/domain.hpp"
#include "kinds/enum_type.hpp"
#include "kinds/function.hpp"
#include "kinds/range_type.hpp"
#include "kinds/security_label.hpp"
#include "kinds/shell_type.hpp"

#include <array>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Kind;
using catalog::Loop;
using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;
using catalog::Store;
using catalog::VersionedText;
namespace class_id = catalog::class_id;

namespace {

// Built-in types are read too: their names stand in arguments, and their privileges may have been changed.
// Parts come last, array types after the row types they may be arrays of: so each finds its whole, already selected.
// Each table has a row type and an array type. What nothing refers to, and is no user's own, is not read: it would not
// be dumped, and nothing would wait for it. A row type is needed where its array type is. initdb's objects have no
// dependencies that are recorded.
constexpr std::string_view types_query = R"sql(
  WITH used AS (SELECT DISTINCT d.refobjid AS oid
                  FROM pg_catalog.pg_depend d
                 WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.deptype <> 'i')
SELECT t.oid,
       t.typname,
       t.typnamespace,
       pg_catalog.pg_get_userbyid(t.typowner) AS owner,
       t.typacl,
       pg_catalog.acldefault('T', t.typowner) AS built_in_acl,
       pg_catalog.format_type(t.oid, NULL) AS formatted,
       t.typtype,
       t.typisdefined,
       t.typelem,
       t.typarray,
       t.typrelid,
       class.relkind,
       element.typarray = t.oid AS is_array,
       ${range} AS range
  FROM pg_catalog.pg_type t
       LEFT JOIN pg_catalog.pg_class class ON class.oid = t.typrelid
       LEFT JOIN pg_catalog.pg_type element ON element.oid = t.typelem
       LEFT JOIN used ON used.oid = t.oid
       LEFT JOIN used used_array ON used_array.oid = t.typarray
       ${range_join}
 WHERE t.oid < 16384 OR used.oid IS NOT NULL OR used_array.oid IS NOT NULL
    OR (element.typarray IS DISTINCT FROM t.oid AND (class.relkind IS NULL OR class.relkind = 'c'))
 ORDER BY CASE WHEN element.typarray = t.oid THEN 2
               WHEN t.typtype IN ('m', 'p') OR class.relkind <> 'c' THEN 1
               ELSE 0
          END,
          t.oid
)sql";

constexpr std::array<VersionedText, 2> types_gates = {{
    {"range", 14, "range.rngtypid", "0"},
    {"range_join", 14, "LEFT JOIN pg_catalog.pg_range range ON range.rngmultitypid = t.oid", ""},
}};

Type type_of(const pg::Row& row) {
  Type type;
  type.typtype = row["typtype"].character();
  type.formatted = row["formatted"].str();
  type.element = row["typelem"].oid();
  type.relation = row["typrelid"].oid();
  type.relkind = row["relkind"].character();
  type.array = row["typarray"].oid();
  type.defined = row["typisdefined"].flag();
  type.is_array = row["is_array"].flag();
  type.is_multirange = type.typtype == 'm';
  return type;
}

const Kind& kind_of_type(const Type& type) {
  if (type.is_array || type.is_multirange) return hidden_type;
  switch (type.typtype) {
    case 'b':
      return base_type;
    case 'c':
      return type.relkind == 'c' ? composite_type : hidden_type;
    case 'd':
      return domain;
    case 'e':
      return enum_type;
    case 'r':
      return range_type;
    default:
      return type.defined ? hidden_type : shell_type;
  }
}

Object& add_type(Reader& reader, const Kind& kind, const pg::Row& row, Type&& type) {
  Object& object =
      reader.add(kind, {class_id::pg_type, row["oid"].oid()}, row["typname"].str(), row["typnamespace"].oid());
  object.owner = reader.store().texts(row["owner"].view());
  object.record = std::move(type);
  return object;
}

void add_visible(Reader& reader, const Kind& kind, const pg::Row& row, Type&& type) {
  const Oid relation = type.relation;
  Object& object = add_type(reader, kind, row, std::move(type));
  set_acl(reader, object, row["typacl"], row["built_in_acl"]);
  // A composite type's attributes hang on its pg_class row: what they depend on, the type depends on.
  if (relation != 0) reader.store().alias({class_id::pg_class, relation}, object);
}

// What a hidden type is part of: a relation, an element type, a range.
void add_hidden(Reader& reader, const pg::Row& row, Type&& type) {
  Object* whole = nullptr;
  if (type.is_array)
    whole = reader.store().find(class_id::pg_type, type.element);
  else if (type.is_multirange)
    whole = reader.store().find(class_id::pg_type, row["range"].oid());
  else if (type.relation != 0)
    whole = reader.store().find(class_id::pg_class, type.relation);
  add_type(reader, hidden_type, row, std::move(type)).parent = whole;
}

void take_types(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Type type = type_of(row);
    const Kind& kind = kind_of_type(type);
    if (&kind == &hidden_type)
      add_hidden(reader, row, std::move(type));
    else
      add_visible(reader, kind, row, std::move(type));
  }
}

void read_type(Reader& reader) {
  reader.ask(types_query, types_gates, [&reader](const pg::Result& rows) { take_types(reader, rows); });
  reader.then([&reader] { read_domain_constraints(reader); });
}

bool stands_alone(const Object& object) {
  const Kind* kind = object.kind;
  return kind == &base_type || kind == &composite_type || kind == &domain || kind == &enum_type || kind == &range_type;
}

const Object* type_at(const Store& store, Oid oid) {
  const Object* object = store.find(class_id::pg_type, oid);
  return object != nullptr && std::any_cast<Type>(&object->record) != nullptr ? object : nullptr;
}

}  // namespace

const Kind type = {.name = "TYPE", .read = read_type};
const Kind hidden_type = {.name = "TYPE", .selection_rule = catalog::SelectionRule::with_parent};

std::vector<Object*> types_to_define(const Store& store, const Kind& kind) {
  std::vector<Object*> out;
  for (Object* object : store.of(kind))
    if (object->wants(Component::definition)) out.push_back(object);
  return out;
}

void add_shells(Reader& reader, const Kind& kind) {
  for (Object* object : types_to_define(reader.store(), kind)) {
    Object& shell = reader.store().add(shell_type, {}, object->name);
    shell.schema = object->schema;
    shell.parent = object;
    shell.owner = object->owner;
    catalog::record<Type>(*object).shell = &shell;
  }
}

bool loosen_from_function(Loop& loop, Store&) {
  if (loop.size() != 2) return false;
  for (std::size_t i = 0; i < 2; ++i) {
    Object& typed = *loop[i];
    Object& called = *loop[1 - i];
    if (!stands_alone(typed) || called.kind != &function) continue;
    undepend(called, typed);
    if (Object* shell = catalog::record<Type>(typed).shell) {
      depend(called, *shell);
      if (called.wanted.any()) shell->wanted = called.wanted | Component::definition;
    }
    return true;
  }
  return false;
}

void render_type_entry(Renderer& renderer, const Object& object, const std::string& description, std::string create,
                       std::string drop) {
  if (!object.wants(Component::definition)) return;
  catalog::Statement statement = renderer.statement(object, description);
  statement.create = std::move(create);
  statement.drop = std::move(drop);
  renderer.emit(std::move(statement));
}

void render_type_facets(Renderer& renderer, const Object& object, const std::string& description) {
  const CommentTarget speaks_of = labelled(renderer, object, description);
  render_comment(renderer, object, speaks_of);
  render_security_label(renderer, object, speaks_of);
  // GRANT knows domains as types.
  render_acl(renderer, object,
             {.type = "TYPE", .name = renderer.id(object.name), .schema = schema_name(object), .owner = object.owner});
}

std::string formatted_type(const Store& store, Oid oid) {
  const Object* object = type_at(store, oid);
  return object == nullptr ? std::string() : catalog::record<Type>(*object).formatted;
}

std::strong_ordering compare_types(const Store& store, Oid a, Oid b) {
  if (a == b) return std::strong_ordering::equal;
  const Object* first = type_at(store, a);
  const Object* second = type_at(store, b);
  if (first == nullptr || second == nullptr) return std::strong_ordering::equal;
  if (const auto order = schema_name(*first).compare(schema_name(*second)); order != 0) return order <=> 0;
  return first->name.compare(second->name) <=> 0;
}

}  // namespace pgdumpcore::kinds
