#include "kinds/schema.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_namespace;

namespace {

constexpr std::string_view schema_query = R"(
  SELECT oid, nspname, pg_catalog.pg_get_userbyid(nspowner) AS owner, nspacl,
         pg_catalog.acldefault('n', nspowner) AS built_in_acl
    FROM pg_catalog.pg_namespace
   ORDER BY oid)";

constexpr std::string_view public_comment = "standard public schema";

// "public" is there in every new database, so it is not created, unless somebody names it with -n. (Until 14 the
// selection then takes its privileges alone.)
bool made_by_initdb(const Object& object, const DumpOptions& options) {
  return object.name == "public" && options.include_schemas.empty() && options.include_tables.empty();
}

// A role name as it stands in an aclitem.
std::string acl_role(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"') out += c;
    out += c;
  }
  return out + '"';
}

std::string array_element(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// Since 15 "public" is compared with what a new database would have after its owner was set, whatever pg_init_privs
// says: that row is gone once the schema was dropped and made anew, and it does not follow a change of owner.
void take_public_acl(Object& object, const pg::Row& row) {
  const std::string owner = acl_role(object.owner);
  catalog::Acl acl;
  if (!row["nspacl"].is_null()) acl.current = row["nspacl"].str();
  acl.built_in = row["built_in_acl"].str();
  acl.initial = '{' + array_element(owner + "=UC/" + owner) + ',' + array_element("=U/" + owner) + '}';
  acl.initial_by = 'i';
  object.acl = std::make_unique<catalog::Acl>(std::move(acl));
  object.available |= Component::acl;
}

void read_schema(Reader& reader) {
  reader.ask(schema_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(schema, {pg_namespace, row["oid"].oid()}, row["nspname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      if (object.name != "public" || reader.major() < 15) {
        set_acl(reader, object, row["nspacl"], row["built_in_acl"]);
        continue;
      }
      take_public_acl(object, row);
      // Where the user has dropped initdb's comment, there is a comment to drop.
      if (made_by_initdb(object, reader.options())) object.available |= Component::comment;
    }
  });
}

void render_public_comment(Renderer& renderer, const Object& object, const CommentTarget& target) {
  // The test is on the quoted name, as pg_dump has it: --quote-all-identifiers brings initdb's comment out.
  if (target.name != object.name) {
    render_comment(renderer, object, target);
    return;
  }
  if (renderer.options().no_comments || !object.wants(Component::comment)) return;
  const auto& comments = renderer.store().comments;
  const auto found = comments.find(object.address);
  const std::string text = found == comments.end() ? std::string() : found->second;
  if (text != public_comment) emit_comment(renderer, object, target, text);
}

void render_schema(const Object& object, Renderer& renderer) {
  const std::string name = renderer.id(object.name);
  const CommentTarget target{.type = "SCHEMA", .name = name, .owner = object.owner};
  const GrantTarget privileged{.type = "SCHEMA", .name = name, .owner = object.owner};
  const bool there_already = made_by_initdb(object, renderer.options());
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "SCHEMA");
    statement.create =
        there_already ? "-- *not* creating schema, since initdb creates it\n" : "CREATE SCHEMA " + name + ";\n";
    statement.drop =
        there_already ? "-- *not* dropping schema, since initdb creates it\n" : "DROP SCHEMA " + name + ";\n";
    renderer.emit(std::move(statement));
  }
  if (there_already)
    render_public_comment(renderer, object, target);
  else
    render_comment(renderer, object, target);
  render_security_label(renderer, object, target);
  render_acl(renderer, object, privileged);
}

}  // namespace

const catalog::Kind schema = {.name = "SCHEMA",
                              .selection_rule = catalog::SelectionRule::by_schema_rule,
                              .read = read_schema,
                              .render = render_schema};

}  // namespace pgdumpcore::kinds
