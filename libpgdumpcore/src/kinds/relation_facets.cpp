#include "kinds/relation_facets.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"

#include <fmt/format.h>

#include <map>

namespace pgdumpcore::kinds {

using catalog::Address;
using catalog::Component;
using catalog::Label;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::class_id::pg_class;

namespace {

constexpr std::string_view column_acl_query = R"(
  SELECT a.attrelid, a.attnum, a.attname, a.attacl, p.privtype, p.initprivs
    FROM pg_catalog.pg_attribute a
    LEFT JOIN pg_catalog.pg_init_privs p
      ON p.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND p.objoid = a.attrelid AND p.objsubid = a.attnum
   WHERE NOT a.attisdropped AND (a.attacl IS NOT NULL OR p.initprivs IS NOT NULL)
   ORDER BY a.attrelid, a.attnum)";

// The comments on a relation and on its columns, which follow each other in an ordered map.
template <class Value>
auto of_relation(const std::map<Address, Value>& all, const Object& object) {
  const Address whole{pg_class, object.address.objid, 0};
  const Address end{pg_class, object.address.objid + 1, 0};
  return std::pair{all.lower_bound(whole), all.lower_bound(end)};
}

// The quoted name of a column, or empty for a number that is no column.
std::string column_name(const Renderer& renderer, const Object& object, int number) {
  const auto& columns = as_relation(object).columns;
  if (number < 1 || static_cast<std::size_t>(number) > columns.size()) return {};
  return renderer.id(columns[static_cast<std::size_t>(number) - 1].name);
}

void render_comments(Renderer& renderer, const Object& object, const std::string& type) {
  const auto [begin, end] = of_relation(renderer.store().comments, object);
  for (auto at = begin; at != end; ++at) {
    const Address& address = at->first;
    CommentTarget about = labelled(renderer, object, type);
    if (address.objsubid != 0) {
      const std::string column = column_name(renderer, object, address.objsubid);
      if (column.empty()) continue;
      about.type = "COLUMN";
      about.name += '.' + column;
    }
    render_comment(renderer, object, about, &address);
  }
}

// All labels of a relation and its columns stand in one entry.
void render_security_labels(Renderer& renderer, const Object& object, const std::string& type) {
  if (renderer.options().no_security_labels || !object.wants(Component::security_label)) return;
  std::string commands;
  const auto [begin, end] = of_relation(renderer.store().security_labels, object);
  for (auto at = begin; at != end; ++at) {
    const int number = at->first.objsubid;
    std::string target = (number == 0 ? type : "COLUMN") + ' ' + renderer.qualified(object);
    if (number != 0) target += '.' + column_name(renderer, object, number);
    for (const Label& label : at->second)
      commands += fmt::format("SECURITY LABEL FOR {} ON {} IS {};\n", renderer.id(label.provider), target,
                              renderer.literal(label.text));
  }
  if (commands.empty()) return;
  catalog::Statement statement;
  statement.tag = type + ' ' + renderer.id(object.name);
  statement.description = "SECURITY LABEL";
  statement.schema = catalog::schema_name(object);
  statement.owner = object.owner;
  statement.create = std::move(commands);
  statement.depends_on = {&object};
  renderer.emit(std::move(statement));
}

}  // namespace

void read_column_acls(Reader& reader) {
  if (reader.options().no_privileges) return;
  reader.ask(column_acl_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object* const object = reader.store().find(pg_class, row["attrelid"].oid());
      Relation* const found = object == nullptr ? nullptr : std::any_cast<Relation>(&object->record);
      if (found == nullptr) continue;
      ColumnAcl& column = found->column_acls.emplace_back();
      column.number = row["attnum"].small();
      column.name = row["attname"].str();
      column.acl.built_in = "{}";
      if (!row["attacl"].is_null()) column.acl.current = row["attacl"].str();
      if (!row["initprivs"].is_null()) {
        column.acl.initial = row["initprivs"].str();
        column.acl.initial_by = row["privtype"].character();
      }
      object->available |= Component::acl;
    }
  });
}

void render_relation_labels(Renderer& renderer, const Object& object, const std::string& described) {
  render_comments(renderer, object, described);
  render_security_labels(renderer, object, described);
}

void render_relation_acl(Renderer& renderer, const Object& object) {
  const Relation& self = as_relation(object);
  GrantTarget privileged;
  privileged.type = self.relkind == 'S' ? "SEQUENCE" : "TABLE";
  privileged.name = renderer.id(object.name);
  privileged.schema = catalog::schema_name(object);
  privileged.owner = object.owner;
  if (object.acl) render_acl(renderer, object, privileged);
  privileged.type = "TABLE";
  for (const ColumnAcl& column : self.column_acls) {
    privileged.column = renderer.id(column.name);
    render_acl(renderer, object, privileged, &column.acl);
  }
}

}  // namespace pgdumpcore::kinds
