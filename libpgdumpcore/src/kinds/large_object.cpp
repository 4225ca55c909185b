#include "kinds/large_object.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace pgdumpcore::kinds {

using catalog::Address;
using catalog::Component;
using catalog::Object;
using catalog::Oid;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_largeobject;

namespace {

// Since 17 those of one owner and one ACL are dumped in groups; before, each stands alone.
constexpr std::size_t group_size = 1000;

// Of both kinds: which large objects it defines, or whose contents it holds.
struct LargeObject {
  std::vector<Oid> oids{};
};

constexpr std::string_view large_object_query = R"(
  SELECT oid, lomowner, pg_catalog.pg_get_userbyid(lomowner) AS owner, lomacl,
         pg_catalog.acldefault('L', lomowner) AS built_in_acl
    FROM pg_catalog.pg_largeobject_metadata
   ORDER BY lomowner, lomacl::pg_catalog.text, oid)";

bool asked_for(const DumpOptions& options) {
  return options.large_objects.value_or(takes_whole_database(options) && contents_of(options).data);
}

bool same_group(const pg::Row& a, const pg::Row& b) {
  return a["lomowner"].view() == b["lomowner"].view() && a["lomacl"].view() == b["lomacl"].view();
}

Object& add_definition(Reader& reader, const pg::Row& row, std::vector<Oid> oids) {
  std::string name = fmt::to_string(oids.front());
  if (oids.size() > 1) name += fmt::format("..{}", oids.back());
  Object& object = reader.add(large_object, {pg_largeobject, oids.front()}, std::move(name));
  for (const Oid oid : oids) reader.store().alias({pg_largeobject, oid}, object);
  object.owner = reader.store().texts(row["owner"].view());
  set_acl(reader, object, row["lomacl"], row["built_in_acl"]);
  object.available |= Component::data;
  object.wanted = catalog::Components::all();
  object.record = LargeObject{.oids = std::move(oids)};
  return object;
}

Object& add_contents(Reader& reader, std::string name, std::vector<Oid> oids) {
  Object& object = reader.add(large_object_data, {}, std::move(name));
  object.available = Component::data;
  object.wanted = catalog::Components::all();
  object.record = LargeObject{.oids = std::move(oids)};
  return object;
}

void add_single(Reader& reader, const pg::Result& rows) {
  std::vector<Oid> all;
  for (const pg::Row row : rows) {
    add_definition(reader, row, {row["oid"].oid()});
    all.push_back(row["oid"].oid());
  }
  std::ranges::sort(all);
  if (!all.empty()) add_contents(reader, "BLOBS", std::move(all));
}

void add_groups(Reader& reader, const pg::Result& rows) {
  int next = 0;
  while (next < rows.rows()) {
    const pg::Row first = rows.row(next);
    std::vector<Oid> oids;
    while (next < rows.rows() && oids.size() < group_size && same_group(first, rows.row(next)))
      oids.push_back(rows.row(next++)["oid"].oid());
    Object& definition = add_definition(reader, first, oids);
    Object& contents = add_contents(reader, definition.name, std::move(oids));
    contents.owner = definition.owner;
    depend(contents, definition);
  }
}

void read_large_object(Reader& reader) {
  if (!asked_for(reader.options())) return;
  reader.ask(large_object_query, [&reader](const pg::Result& rows) {
    if (reader.major() >= 17)
      add_groups(reader, rows);
    else
      add_single(reader, rows);
  });
}

Statement definition_of_one(const Object& object, const Renderer& renderer) {
  Statement out = renderer.statement(object, "BLOB");
  out.create = "SELECT pg_catalog.lo_create('" + object.name + "');\n";
  out.drop = "SELECT pg_catalog.lo_unlink('" + object.name + "');\n";
  return out;
}

// A list of OIDs; whoever writes SQL makes a command of each. That is also why the drop only says that there is one.
Statement definition_of_group(const Object& object, const Renderer& renderer) {
  Statement out = renderer.statement(object, "BLOB METADATA");
  for (const Oid oid : catalog::record<LargeObject>(object).oids) out.create += fmt::format("{}\n", oid);
  out.drop = "-- dummy";
  return out;
}

void render_large_object(const Object& object, Renderer& renderer) {
  const auto& oids = catalog::record<LargeObject>(object).oids;
  if (object.wants(Component::definition))
    renderer.emit(renderer.major() >= 17 ? definition_of_group(object, renderer) : definition_of_one(object, renderer));
  if (object.wants(Component::comment) || object.wants(Component::security_label)) {
    for (const Oid oid : oids) {
      const CommentTarget target{.type = "LARGE OBJECT", .name = fmt::to_string(oid), .owner = object.owner};
      const Address address{pg_largeobject, oid};
      render_comment(renderer, object, target, &address);
      render_security_label(renderer, object, target, &address);
    }
  }
  // The privileges of a group are those of its first, and the tag tells that they are meant for all.
  GrantTarget privileged{.type = "LARGE OBJECT", .name = fmt::to_string(oids.front()), .owner = object.owner};
  if (oids.size() > 1) privileged.tag = "LARGE OBJECTS " + object.name;
  render_acl(renderer, object, privileged);
}

void render_contents(const Object& object, Renderer& renderer) {
  if (!object.wants(Component::data)) return;
  Statement statement = renderer.statement(object, "BLOBS");
  statement.data = catalog::LargeObjects{.oids = catalog::record<LargeObject>(object).oids};
  renderer.emit(std::move(statement));
}

}  // namespace

const catalog::Kind large_object = {.name = "LARGE OBJECT",
                                    .selection_rule = catalog::SelectionRule::decided_by_kind,
                                    .read = read_large_object,
                                    .render = render_large_object};

const catalog::Kind large_object_data = {
    .name = "LARGE OBJECT DATA", .selection_rule = catalog::SelectionRule::decided_by_kind, .render = render_contents};

}  // namespace pgdumpcore::kinds
