// Every view is an ON SELECT rule and a pg_class row that depend on each other. Usually the rule is written as the
// view's own SELECT (Object::inlined). Where something that the SELECT needs depends on the view in its turn, the view
// is written twice: first as a dummy, and after the data, in the rule's place, as it is.

#include "kinds/rule.hpp"

#include "kinds/comment.hpp"
#include "kinds/relation.hpp"
#include "kinds/view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Loop;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::Store;
using catalog::class_id::pg_class;
using catalog::class_id::pg_rewrite;

namespace {

struct Rule {
  Object* relation = nullptr;
  bool makes_view = false;  // the ON SELECT rule of a view or materialized view
  char enabled = 'O';
  std::string definition{};
};

constexpr std::string_view rule_query = R"(
  SELECT oid, rulename, ev_class, ev_type = '1' AND is_instead AS on_select, ev_enabled
    FROM pg_catalog.pg_rewrite
   ORDER BY oid)";

constexpr std::string_view rule_definition_query = R"(
  SELECT wanted.oid, pg_catalog.pg_get_ruledef(wanted.oid) AS definition
    FROM pg_catalog.unnest('%OIDS%'::pg_catalog.oid[]) AS wanted(oid))";

Rule& as_rule(Object& object) {
  return catalog::record<Rule>(object);
}
const Rule& as_rule(const Object& object) {
  return catalog::record<Rule>(object);
}

void read_rule(Reader& reader) {
  reader.ask(rule_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* const relation = reader.store().find(pg_class, row["ev_class"].oid());
      if (relation == nullptr) continue;
      const char relkind = as_relation(*relation).relkind;
      Object& object = reader.add(rule, {pg_rewrite, row["oid"].oid()}, row["rulename"].str());
      object.schema = relation->schema;
      object.owner = relation->owner;
      object.parent = relation;
      object.inlined = row["on_select"].flag() && (relkind == 'v' || relkind == 'm');
      object.record =
          Rule{.relation = relation, .makes_view = object.inlined, .enabled = row["ev_enabled"].character()};
      if (object.inlined) as_relation(*relation).view_rule = &object;
    }
  });
}

void read_rule_details(Reader& reader) {
  std::vector<Object*> wanted;
  for (Object* object : reader.store().of(rule))
    if (object->wants(Component::definition) && !as_rule(*object).makes_view) wanted.push_back(object);
  if (wanted.empty()) return;
  reader.ask(with_oids(rule_definition_query, wanted), [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows)
      as_rule(*reader.store().find(pg_rewrite, row["oid"].oid())).definition = row["definition"].str();
  });
}

// What a view's SELECT needs must come before the view: the view depends on its rule. Other rules follow their table.
void add_rule_dependencies(Store& store) {
  for (Object* object : store.of(rule)) {
    Object& relation = *as_rule(*object).relation;
    if (as_rule(*object).makes_view)
      depend(relation, *object);
    else
      depend(*object, relation);
  }
}

std::strong_ordering compare_rule_names(const Object& a, const Object& b) {
  return as_rule(a).relation->name <=> as_rule(b).relation->name;
}

std::string_view rule_enabling(char enabled) {
  switch (enabled) {
    case 'A':
      return "ENABLE ALWAYS";
    case 'R':
      return "ENABLE REPLICA";
    case 'D':
      return "DISABLE";
    default:
      return {};
  }
}

void render_rule_definition(const Object& object, Renderer& renderer) {
  const Rule& self = as_rule(object);
  const Object& relation = *self.relation;
  Statement statement = renderer.statement(object, "RULE");
  statement.tag = relation.name + ' ' + object.name;
  if (self.makes_view) {
    statement.create = create_view(renderer, relation, "CREATE OR REPLACE");
    // A view cannot lose its rule: it becomes the dummy again, so that what it needed can be dropped.
    statement.drop = create_dummy_view(renderer, relation, "CREATE OR REPLACE");
  } else {
    statement.create = self.definition + '\n';
    statement.drop = fmt::format("DROP RULE {} ON {};\n", renderer.id(object.name), renderer.qualified(relation));
  }
  if (const std::string_view state = rule_enabling(self.enabled); !state.empty())
    statement.create +=
        fmt::format("ALTER TABLE {} {} RULE {};\n", renderer.qualified(relation), state, renderer.id(object.name));
  renderer.emit(std::move(statement));
}

void render_rule(const Object& object, Renderer& renderer) {
  if (object.inlined) return;
  if (object.wants(Component::definition)) render_rule_definition(object, renderer);
  CommentTarget about = labelled(renderer, *as_rule(object).relation, "RULE " + renderer.id(object.name) + " ON");
  render_comment(renderer, object, about);
}

struct ViewAndRule {
  Object* view = nullptr;
  Object* rule = nullptr;
};

// The first view in the loop whose own ON SELECT rule is there too.
ViewAndRule view_and_rule(const Loop& loop, bool materialized_too) {
  for (Object* relation : loop) {
    const auto* found = std::any_cast<Relation>(&relation->record);
    if (found == nullptr || found->view_rule == nullptr) continue;
    if (found->relkind != 'v' && !materialized_too) continue;
    if (std::ranges::find(loop, found->view_rule) != loop.end()) return {relation, found->view_rule};
  }
  return {};
}

bool break_rule_loop(Loop& loop, Store& store) {
  const bool only_the_two = loop.size() == 2;
  const auto [view, view_rule] = view_and_rule(loop, only_the_two);
  if (view == nullptr) return false;
  if (only_the_two) {
    undepend(*view_rule, *view);
    return true;
  }
  undepend(*view, *view_rule);
  as_relation(*view).dummy_view = true;
  view_rule->inlined = false;
  // The shorter loop of the two was probably opened before, by taking this edge away.
  depend(*view_rule, *view);
  depend(*view_rule, *store.post_data_boundary);
  return true;
}

}  // namespace

bool holds_view_and_rule(const Loop& loop) {
  return view_and_rule(loop, false).view != nullptr;
}

const catalog::Kind rule = {.name = "RULE",
                            .selection_rule = catalog::SelectionRule::with_parent,
                            .read = read_rule,
                            .read_details = read_rule_details,
                            .add_dependencies = add_rule_dependencies,
                            .render = render_rule,
                            .compare_equal_names = compare_rule_names,
                            .break_loop = break_rule_loop};

}  // namespace pgdumpcore::kinds
