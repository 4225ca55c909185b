#include "kinds/sequence.hpp"

#include "kinds/relation_facets.hpp"
#include "pg/array.hpp"
#include "pg/quote.hpp"

#include <pgdumpcore/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::Store;
using catalog::class_id::pg_class;

namespace {

// A pg_sequence row, in Relation.extra. Numbers stay text: they are only compared and written.
struct Definition {
  base::SharedText type{};  // smallint, integer or bigint
  base::SharedText start{};
  base::SharedText increment{};
  base::SharedText minimum{};
  base::SharedText maximum{};
  base::SharedText cache{};
  bool cycle = false;
};

// The value's parent is its sequence.
struct Value {
  base::SharedText last{};
  bool called = false;
};

constexpr std::string_view sequence_definition_query = R"(
  SELECT s.seqrelid, pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
         s.seqcache, s.seqcycle
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_sequence s ON s.seqrelid = wanted.oid)";

constexpr std::string_view value_query = R"(
  SELECT wanted.place - 1 AS place, state.last_value, state.is_called
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) WITH ORDINALITY AS wanted(oid, place)
   CROSS JOIN LATERAL pg_catalog.pg_get_sequence_data(wanted.oid) AS state)";

// Sequences read by one statement where each has to be named (before 18): enough to make round trips rare, few
// enough to keep the statement's plan small.
constexpr std::size_t sequences_per_query = 500;

Object* owning_table(const Store& store, const Relation& relation) {
  return relation.owning_table == 0 ? nullptr : store.find(pg_class, relation.owning_table);
}

bool differs(const catalog::Acl& acl) {
  std::vector<std::string> base = pg::parse_text_array(acl.initial.value_or(acl.built_in));
  std::vector<std::string> current = pg::parse_text_array(acl.current.value_or(acl.built_in));
  std::ranges::sort(base);
  std::ranges::sort(current);
  return base != current;
}

// Whether there are privileges to grant or revoke on a table or a column of it.
bool has_privileges(const Object& table) {
  if (table.acl && differs(*table.acl)) return true;
  return std::ranges::any_of(as_relation(table).column_acls,
                             [](const ColumnAcl& column) { return differs(column.acl); });
}

// A sequence that a column owns is dumped whenever its table is. An identity column's sequence is a part of the
// table; any other may also be wanted for itself, say when the table belongs to an extension and the sequence does not.
// Until 14 pg_dump forgets the privileges on an identity column's sequence when the table has none. What is asked about
// indexes and constraints depends on it, so it is not left for settle().
void read_sequence(Reader& reader) {
  const Store& store = reader.store();
  for (Object* object : store.of(sequence)) {
    Relation& relation = as_relation(*object);
    Object* const table = owning_table(store, relation);
    if (table == nullptr) continue;
    if (!relation.is_identity_sequence)
      object->wanted |= table->wanted;
    else if (reader.major() >= 15 || has_privileges(*table))
      object->wanted = table->wanted;
    else
      object->wanted = table->wanted.without(Component::acl);
    if (!object->wanted.any()) continue;
    relation.interesting = true;
    as_relation(*table).interesting = true;
  }
}

void read_sequence_details(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(sequence))
    if (object->wants(Component::definition)) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(sequence_definition_query, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* const object = reader.store().find(pg_class, row["seqrelid"].oid());
      base::TextPool& texts = reader.store().texts;
      as_relation(*object).extra = Definition{.type = texts(row["type"].view()),
                                              .start = texts(row["seqstart"].view()),
                                              .increment = texts(row["seqincrement"].view()),
                                              .minimum = texts(row["seqmin"].view()),
                                              .maximum = texts(row["seqmax"].view()),
                                              .cache = texts(row["seqcache"].view()),
                                              .cycle = row["seqcycle"].flag()};
    }
  });
}

struct Limits {
  std::string_view minimum;
  std::string_view maximum;
};

Limits default_limits(const Definition& definition) {
  const bool ascending = !definition.increment.starts_with("-");
  Limits out{"-9223372036854775808", "9223372036854775807"};
  if (definition.type == "smallint") out = {"-32768", "32767"};
  if (definition.type == "integer") out = {"-2147483648", "2147483647"};
  if (ascending)
    out.minimum = "1";
  else
    out.maximum = "-1";
  return out;
}

const Column& owning_column(const Object& table, const Relation& relation) {
  return as_relation(table).columns.at(static_cast<std::size_t>(relation.owning_column) - 1);
}

std::string create_plain(const Renderer& renderer, const Object& object, const Definition& definition) {
  std::string out = fmt::format("CREATE {}SEQUENCE {}\n", as_relation(object).persistence == 'u' ? "UNLOGGED " : "",
                                renderer.qualified(object));
  if (definition.type != "bigint") out += fmt::format("    AS {}\n", definition.type);
  return out;
}

std::string create_identity(const Renderer& renderer, const Object& object, const Object& table) {
  const Relation& relation = as_relation(object);
  const Column& column = owning_column(table, relation);
  std::string out = fmt::format("ALTER TABLE {} ALTER COLUMN {} ADD GENERATED {} AS IDENTITY (\n    SEQUENCE NAME {}\n",
                                renderer.qualified(table), renderer.id(column.name),
                                column.identity == 'a' ? "ALWAYS" : "BY DEFAULT", renderer.qualified(object));
  // Sequences have had a persistence of their own, and the clause for it, since 15.
  if (renderer.major() >= 15 && relation.persistence != as_relation(table).persistence)
    out += relation.persistence == 'u' ? "    UNLOGGED\n" : "    LOGGED\n";
  return out;
}

std::string sequence_options(const Definition& definition) {
  const Limits limits = default_limits(definition);
  std::string out = fmt::format("    START WITH {}\n    INCREMENT BY {}\n", definition.start, definition.increment);
  out +=
      definition.minimum == limits.minimum ? "    NO MINVALUE\n" : fmt::format("    MINVALUE {}\n", definition.minimum);
  out +=
      definition.maximum == limits.maximum ? "    NO MAXVALUE\n" : fmt::format("    MAXVALUE {}\n", definition.maximum);
  return out + fmt::format("    CACHE {}{}", definition.cache, definition.cycle ? "\n    CYCLE" : "");
}

// A statement of its own, after the sequence has got its owner: the server insists that sequence and table have the
// same one.
void render_ownership(Renderer& renderer, const Object& object, const Object& table) {
  Statement statement = renderer.statement(object, "SEQUENCE OWNED BY");
  statement.object = nullptr;
  statement.depends_as_object = false;
  statement.depends_on = {&object};
  statement.create =
      fmt::format("ALTER SEQUENCE {} OWNED BY {}.{};\n", renderer.qualified(object), renderer.qualified(table),
                  renderer.id(owning_column(table, as_relation(object)).name));
  renderer.emit(std::move(statement));
}

void render_sequence_definition(const Object& object, Renderer& renderer) {
  const Relation& relation = as_relation(object);
  const auto& definition = std::any_cast<const Definition&>(relation.extra);
  const Object* const table = owning_table(renderer.store(), relation);
  const bool identity = relation.is_identity_sequence && table != nullptr;

  Statement statement = renderer.statement(object, "SEQUENCE");
  if (identity) {
    statement.create = create_identity(renderer, object, *table) + sequence_options(definition) + "\n);\n";
  } else {
    statement.create = create_plain(renderer, object, definition) + sequence_options(definition) + ";\n";
    statement.drop = fmt::format("DROP SEQUENCE {};\n", renderer.qualified(object));
  }
  renderer.emit(std::move(statement));
  if (table != nullptr && !identity && table->wants(Component::definition)) render_ownership(renderer, object, *table);
  render_relation_labels(renderer, object, "SEQUENCE");
}

void render_sequence(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) render_sequence_definition(object, renderer);
  render_relation_acl(renderer, object);
}

void add_value_objects(Reader& reader) {
  const DumpOptions& options = reader.options();
  if ((!contents_of(options).data && !options.sequence_data) || !options.sections.data) return;
  const bool skip_unlogged = options.no_unlogged_table_data;
  for (Object* object : reader.store().of(sequence)) {
    const Relation& relation = as_relation(*object);
    const bool taken = relation.configuration || (object->wants(Component::data) && !object->rows_excluded);
    if (!taken || (skip_unlogged && relation.persistence == 'u')) continue;
    // No address: pg_depend's words about the sequence are not about its value.
    Object& value = reader.add(sequence_value, {}, object->name);
    value.schema = object->schema;
    value.owner = object->owner;
    value.parent = object;
    value.wanted = Component::data;
    value.available = Component::data;
    value.record = Value{};
  }
}

void read_value_objects(Reader& reader) {
  reader.then([&reader] { add_value_objects(reader); });
}

void take_value(const pg::Row& row, Object& object, base::TextPool& texts) {
  Value& value = catalog::record<Value>(object);
  if (row["last_value"].is_null() || row["is_called"].is_null())
    throw Error(Fault::server,
                fmt::format("failed to get data for sequence \"{}\"; user may lack SELECT privilege on the sequence or "
                            "the sequence may have been concurrently dropped",
                            object.name));
  value.last = texts(row["last_value"].view());
  value.called = row["is_called"].flag();
}

std::string values_by_function(std::span<Object* const> values) {
  std::vector<Object*> sequences;
  sequences.reserve(values.size());
  for (const Object* value : values) sequences.push_back(value->parent);
  return with_oids(value_query, sequences);
}

// Before 18 a sequence's state can only be read from the sequence itself, as from a table.
std::string values_by_name(std::span<Object* const> values) {
  const pg::IdentifierQuoter quote({}, true);
  std::string sql;
  for (std::size_t i = 0; i < values.size(); ++i)
    sql += fmt::format("{}SELECT {} AS place, last_value, is_called FROM {}", i == 0 ? "" : "\nUNION ALL ", i,
                       quote.qualified(schema_name(*values[i]), values[i]->name));
  return sql;
}

void read_values(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(sequence_value))
    if (object->wants(Component::data)) wanted.push_back(object);
  const bool all_at_once = reader.major() >= 18;
  for (std::span<Object* const> rest = wanted; !rest.empty();) {
    const auto some = rest.first(all_at_once ? rest.size() : std::min(rest.size(), sequences_per_query));
    rest = rest.subspan(some.size());
    reader.ask(all_at_once ? values_by_function(some) : values_by_name(some),
               [asked = std::vector<Object*>(some.begin(), some.end()),
                &texts = reader.store().texts](const pg::Result& rows) {
                 for (const pg::Row row : rows)
                   take_value(row, *asked[static_cast<std::size_t>(row["place"].integer())], texts);
               });
  }
}

void add_value_dependencies(Store& store) {
  for (Object* object : store.of(sequence_value)) depend(*object, *object->parent);
}

void render_value(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::data)) return;
  const Value& value = catalog::record<Value>(object);
  Statement statement = renderer.statement(object, "SEQUENCE SET");
  statement.object = nullptr;
  statement.depends_as_object = false;
  statement.depends_on = {object.parent};
  statement.create =
      fmt::format("SELECT pg_catalog.setval({}, {}, {});\n", renderer.literal(renderer.qualified(*object.parent)),
                  value.last, value.called ? "true" : "false");
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind sequence = {.name = "SEQUENCE",
                                .selection_rule = catalog::SelectionRule::by_table_rule,
                                .read = read_sequence,
                                .read_details = read_sequence_details,
                                .render = render_sequence};

const catalog::Kind sequence_value = {.name = "SEQUENCE SET",
                                      .selection_rule = catalog::SelectionRule::decided_by_kind,
                                      .read = read_value_objects,
                                      .read_details = read_values,
                                      .add_dependencies = add_value_dependencies,
                                      .render = render_value};

}  // namespace pgdumpcore::kinds
