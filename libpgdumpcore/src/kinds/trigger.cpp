#include "kinds/trigger.hpp"

#include "base/trigger_mode.hpp"
#include "kinds/comment.hpp"
#include "kinds/extension_dependence.hpp"
#include "kinds/relation.hpp"
#include "kinds/table_attach.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_class;
using catalog::class_id::pg_trigger;

namespace {

struct Trigger {
  Object* relation = nullptr;
  char enabled = 'O';
  bool cloned = false;  // made with its parent table's trigger; only its own state is written
  std::string definition{};
  std::vector<std::string> extensions{};
};

// A partition's clone of its parent's trigger counts only where it is enabled differently. Until 14 clones were marked
// internal, like the triggers of constraints. Extensions come in the order the dependencies were made.
constexpr std::string_view trigger_query = R"(
  SELECT t.oid, t.tgrelid, t.tgname, t.tgenabled, ${cloned} AS cloned,
         pg_catalog.pg_get_triggerdef(t.oid, false) AS definition,
         ARRAY(SELECT e.extname
                 FROM pg_catalog.pg_depend d
                 JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                WHERE d.classid = t.tableoid AND d.objid = t.oid AND d.deptype = 'x' AND d.refclassid = e.tableoid
                ORDER BY d.ctid) AS extensions
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid)
    JOIN pg_catalog.pg_trigger t ON t.tgrelid = wanted.oid
    LEFT JOIN pg_catalog.pg_trigger parent ON parent.oid = t.tgparentid
   WHERE ${made_by_user} OR t.tgenabled <> parent.tgenabled
   ORDER BY t.tgrelid, t.tgname)";

constexpr VersionedText trigger_gates[] = {
    {"cloned", 15, "t.tgparentid <> 0", "t.tgisinternal"},
    {"made_by_user", 15, "NOT t.tgisinternal AND t.tgparentid = 0", "NOT t.tgisinternal"}};

const Trigger& as_trigger(const Object& object) {
  return catalog::record<Trigger>(object);
}

void take_triggers(Reader& reader, const pg::Result& rows) {
  for (const pg::Row row : rows) {
    Object& relation = *reader.store().find(pg_class, row["tgrelid"].oid());
    Object& object = reader.add(trigger, {pg_trigger, row["oid"].oid()}, row["tgname"].str());
    object.schema = relation.schema;
    object.owner = relation.owner;
    object.parent = &relation;
    object.wanted = catalog::Components::all();
    object.record = Trigger{.relation = &relation,
                            .enabled = row["tgenabled"].character(),
                            .cloned = row["cloned"].flag(),
                            .definition = row["definition"].str(),
                            .extensions = pg::parse_text_array(row["extensions"].view())};
    as_relation(relation).triggers.push_back(&object);
  }
}

void read_trigger(Reader& reader) {
  std::vector<Object*> tables;
  for (Object* object : relations(reader.store()))
    if (as_relation(*object).has_triggers && object->wants(Component::definition)) tables.push_back(object);
  if (tables.empty()) return;
  reader.ask(with_oids(trigger_query, tables), trigger_gates,
             [&reader](const pg::Result& rows) { take_triggers(reader, rows); });
}

std::strong_ordering compare_trigger_names(const Object& a, const Object& b) {
  return as_trigger(a).relation->name <=> as_trigger(b).relation->name;
}

std::string state_command(const Renderer& renderer, const Object& object) {
  const Trigger& self = as_trigger(object);
  return fmt::format("\nALTER {}TABLE {} {} TRIGGER {};\n",
                     as_relation(*self.relation).relkind == 'f' ? "FOREIGN " : "", renderer.qualified(*self.relation),
                     trigger_mode_words(self.enabled), renderer.id(object.name));
}

// A clone comes with the trigger of a partitioned table above.
std::vector<const Object*> cloned_from(const Object& object) {
  std::vector<const Object*> found;
  for (const Object* table : partitioned_above(*as_trigger(object).relation))
    for (const Object* above : as_relation(*table).triggers)
      if (above->name == object.name) found.push_back(above);
  return found;
}

void render_trigger_definition(const Object& object, Renderer& renderer) {
  const Trigger& self = as_trigger(object);
  Statement statement = renderer.statement(object, "TRIGGER");
  statement.tag = self.relation->name + ' ' + object.name;
  if (self.cloned) {
    statement.create = state_command(renderer, object);
    statement.waits_for = cloned_from(object);
  } else {
    const std::string identity = renderer.id(object.name) + " ON " + renderer.qualified(*self.relation);
    statement.waits_for = tables_below(*self.relation);
    statement.create = self.definition + ";\n" + extension_dependence(renderer, "TRIGGER", identity, self.extensions);
    if (self.enabled != 'O') statement.create += state_command(renderer, object);
    statement.drop = fmt::format("DROP TRIGGER {};\n", identity);
  }
  renderer.emit(std::move(statement));
}

void render_trigger(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) render_trigger_definition(object, renderer);
  render_comment(renderer, object,
                 labelled(renderer, *as_trigger(object).relation, "TRIGGER " + renderer.id(object.name) + " ON"));
}

}  // namespace

const catalog::Kind trigger = {.name = "TRIGGER",
                               .selection_rule = catalog::SelectionRule::decided_by_kind,
                               .read = read_trigger,
                               .render = render_trigger,
                               .compare_equal_names = compare_trigger_names};

}  // namespace pgdumpcore::kinds
