#include "kinds/operator_class.hpp"

#include "kinds/comment.hpp"
#include "kinds/family_member.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_opclass;

namespace {

struct OperatorClass {
  std::string access_method{};
  std::string type{};     // what it indexes
  std::string storage{};  // what the index holds where that is another type; "-": the same
  std::string family_schema{};
  std::string family{};
  catalog::Oid family_oid = 0;
  bool is_default = false;
  FamilyMembers members{};
};

constexpr std::string_view class_query = R"(
  SELECT c.oid, c.opcname, c.opcnamespace, pg_catalog.pg_get_userbyid(c.opcowner) AS owner, m.amname,
         c.opcintype::pg_catalog.regtype AS type, c.opckeytype::pg_catalog.regtype AS storage, c.opcdefault,
         n.nspname AS family_schema, f.opfname, c.opcfamily
    FROM pg_catalog.pg_opclass c
    JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
    JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
    JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
   WHERE c.oid >= 16384
   ORDER BY c.oid)";

void read_operator_class(Reader& reader) {
  reader.ask(class_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object =
          reader.add(operator_class, {pg_opclass, row["oid"].oid()}, row["opcname"].str(), row["opcnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = OperatorClass{.access_method = row["amname"].str(),
                                    .type = row["type"].str(),
                                    .storage = row["storage"].str(),
                                    .family_schema = row["family_schema"].str(),
                                    .family = row["opfname"].str(),
                                    .family_oid = row["opcfamily"].oid(),
                                    .is_default = row["opcdefault"].flag()};
    }
  });
}

void read_operator_class_details(Reader& reader) {
  std::vector<MemberOwner> wanted;
  for (const Object* object : reader.store().of(operator_class))
    if (object->wants(Component::definition))
      wanted.push_back({object->address, catalog::record<OperatorClass>(*object).family_oid});
  read_family_members(reader, wanted, [&store = reader.store()](catalog::Oid oid, FamilyMember&& member) {
    catalog::record<OperatorClass>(*store.find(pg_opclass, oid)).members.push_back(std::move(member));
  });
}

std::strong_ordering compare_operator_class_names(const Object& a, const Object& b) {
  return catalog::record<OperatorClass>(a).access_method <=> catalog::record<OperatorClass>(b).access_method;
}

// AS wants something to follow it: without members it is a STORAGE clause that changes nothing.
std::string contents(const Renderer& renderer, const OperatorClass& record) {
  const std::string members = member_list(renderer, record.members);
  if (record.storage == "-") return members.empty() ? "STORAGE " + record.type : members;
  return "STORAGE " + record.storage + (members.empty() ? "" : " ,\n    ") + members;
}

void render_operator_class(const Object& object, Renderer& renderer) {
  const OperatorClass& record = catalog::record<OperatorClass>(object);
  const std::string method = " USING " + renderer.id(record.access_method);
  const std::string name = renderer.qualified(object);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "OPERATOR CLASS");
    statement.create =
        fmt::format("CREATE OPERATOR CLASS {}\n    {}FOR TYPE {}{} FAMILY {}.{} AS\n    {};\n", name,
                    record.is_default ? "DEFAULT " : "", record.type, method, renderer.id(record.family_schema),
                    renderer.id(record.family), contents(renderer, record));
    statement.drop = fmt::format("DROP OPERATOR CLASS {}{};\n", name, method);
    renderer.emit(std::move(statement));
  }
  CommentTarget about = labelled(renderer, object, "OPERATOR CLASS");
  about.name += method;
  render_comment(renderer, object, about);
}

}  // namespace

const catalog::Kind operator_class = {.name = "OPERATOR CLASS",
                                      .selection_rule = catalog::SelectionRule::in_schema,
                                      .read = read_operator_class,
                                      .read_details = read_operator_class_details,
                                      .render = render_operator_class,
                                      .compare_equal_names = compare_operator_class_names};

}  // namespace pgdumpcore::kinds
