#include "kinds/event_trigger.hpp"

#include "base/trigger_mode.hpp"
#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_event_trigger;

namespace {

struct EventTrigger {
  std::string event{};
  std::string tags{};  // a list of string constants; empty: all
  std::string function{};
  char enabled = 'O';
};

constexpr std::string_view event_trigger_query = R"(
  SELECT oid, evtname, evtevent, evtenabled, pg_catalog.pg_get_userbyid(evtowner) AS owner,
         (SELECT pg_catalog.string_agg(pg_catalog.quote_literal(tag.name), ', ' ORDER BY tag.place)
            FROM pg_catalog.unnest(evttags) WITH ORDINALITY AS tag(name, place)) AS tags,
         evtfoid::pg_catalog.regproc AS function
    FROM pg_catalog.pg_event_trigger
   ORDER BY oid)";

void read_event_trigger(Reader& reader) {
  reader.ask(event_trigger_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(event_trigger, {pg_event_trigger, row["oid"].oid()}, row["evtname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = EventTrigger{.event = row["evtevent"].str(),
                                   .tags = row["tags"].str(),
                                   .function = row["function"].str(),
                                   .enabled = row["evtenabled"].character()};
    }
  });
}

std::string create_event_trigger(const Renderer& renderer, const std::string& name, const EventTrigger& record) {
  std::string out = fmt::format("CREATE EVENT TRIGGER {} ON {}", name, renderer.id(record.event));
  if (!record.tags.empty()) out += fmt::format("\n         WHEN TAG IN ({})", record.tags);
  out += fmt::format("\n   EXECUTE FUNCTION {}();\n", record.function);
  if (record.enabled != 'O')
    out += fmt::format("\nALTER EVENT TRIGGER {} {};\n", name, trigger_mode_words(record.enabled));
  return out;
}

void render_event_trigger(const Object& object, Renderer& renderer) {
  if (object.wants(Component::definition)) {
    const std::string name = renderer.id(object.name);
    Statement statement = renderer.statement(object, "EVENT TRIGGER");
    statement.create = create_event_trigger(renderer, name, catalog::record<EventTrigger>(object));
    statement.drop = fmt::format("DROP EVENT TRIGGER {};\n", name);
    renderer.emit(std::move(statement));
  }
  const CommentTarget about = labelled(renderer, object, "EVENT TRIGGER");
  render_comment(renderer, object, about);
  render_security_label(renderer, object, about);
}

}  // namespace

const catalog::Kind event_trigger = {.name = "EVENT TRIGGER",
                                     .selection_rule = catalog::SelectionRule::in_schema,
                                     .read = read_event_trigger,
                                     .render = render_event_trigger};

}  // namespace pgdumpcore::kinds
