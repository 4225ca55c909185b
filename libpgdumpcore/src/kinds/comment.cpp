#include "kinds/comment.hpp"

namespace pgdumpcore::kinds {

using catalog::Address;
using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;

namespace {

constexpr std::string_view comment_query = R"(
  SELECT classoid, objoid, objsubid, description
    FROM pg_catalog.pg_description)";

}  // namespace

void read_comments(Reader& reader) {
  if (reader.options().no_comments) return;
  catalog::Store& store = reader.store();
  reader.ask(comment_query, [&store](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      const Address address{row.at(0).oid(), row.at(1).oid(), row.at(2).small()};
      // Most rows describe built-in functions and operators, which no dump speaks of.
      Object* const object = store.find(address);
      if (object == nullptr) continue;
      object->available |= Component::comment;
      store.comments.emplace(address, row.at(3).str());
    }
  });
}

void emit_comment(Renderer& renderer, const Object& object, const CommentTarget& labelled, const std::string& text) {
  Statement statement;
  statement.tag = labelled.type + ' ' + labelled.name;
  statement.description = "COMMENT";
  statement.schema = labelled.schema;
  statement.owner = labelled.owner;
  statement.depends_on = {labelled.written_by == nullptr ? &object : labelled.written_by};
  statement.create = "COMMENT ON " + labelled.type + ' ';
  if (!labelled.schema.empty()) statement.create += renderer.id(labelled.schema) + '.';
  statement.create += labelled.name + " IS " + renderer.literal(text) + ";\n";
  renderer.emit(std::move(statement));
}

void render_comment(Renderer& renderer, const Object& object, const CommentTarget& labelled, const Address* address) {
  if (renderer.options().no_comments || !object.wants(Component::comment)) return;
  const auto& comments = renderer.store().comments;
  const auto found = comments.find(address == nullptr ? object.address : *address);
  if (found != comments.end()) emit_comment(renderer, object, labelled, found->second);
}

CommentTarget labelled(const Renderer& renderer, const Object& object, std::string described) {
  return {.type = std::move(described),
          .name = renderer.id(object.name),
          .schema = schema_name(object),
          .owner = object.owner};
}

}  // namespace pgdumpcore::kinds
