#include "kinds/operator_family.hpp"

#include "kinds/comment.hpp"
#include "kinds/family_member.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_opfamily;

namespace {

struct OperatorFamily {
  std::string access_method{};
  FamilyMembers members{};
};

constexpr std::string_view family_query = R"(
  SELECT f.oid, f.opfname, f.opfnamespace, pg_catalog.pg_get_userbyid(f.opfowner) AS owner, m.amname
    FROM pg_catalog.pg_opfamily f
    JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod
   WHERE f.oid >= 16384
   ORDER BY f.oid)";

// A family that CREATE OPERATOR CLASS made along with a class is dumped like any other: its name is then free for
// the class to mention.
void read_operator_family(Reader& reader) {
  reader.ask(family_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object =
          reader.add(operator_family, {pg_opfamily, row["oid"].oid()}, row["opfname"].str(), row["opfnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = OperatorFamily{.access_method = row["amname"].str()};
    }
  });
}

void read_operator_family_details(Reader& reader) {
  std::vector<MemberOwner> wanted;
  for (const Object* object : reader.store().of(operator_family))
    if (object->wants(Component::definition)) wanted.push_back({object->address, object->address.objid});
  read_family_members(reader, wanted, [&store = reader.store()](catalog::Oid oid, FamilyMember&& member) {
    catalog::record<OperatorFamily>(*store.find(pg_opfamily, oid)).members.push_back(std::move(member));
  });
}

std::strong_ordering compare_operator_family_names(const Object& a, const Object& b) {
  return catalog::record<OperatorFamily>(a).access_method <=> catalog::record<OperatorFamily>(b).access_method;
}

void render_operator_family(const Object& object, Renderer& renderer) {
  const OperatorFamily& record = catalog::record<OperatorFamily>(object);
  const std::string method = " USING " + renderer.id(record.access_method);
  const std::string name = renderer.qualified(object) + method;
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "OPERATOR FAMILY");
    statement.create = fmt::format("CREATE OPERATOR FAMILY {};\n", name);
    if (!record.members.empty())
      statement.create +=
          fmt::format("ALTER OPERATOR FAMILY {} ADD\n    {};\n", name, member_list(renderer, record.members));
    statement.drop = fmt::format("DROP OPERATOR FAMILY {};\n", name);
    renderer.emit(std::move(statement));
  }
  CommentTarget about = labelled(renderer, object, "OPERATOR FAMILY");
  about.name += method;
  render_comment(renderer, object, about);
}

}  // namespace

const catalog::Kind operator_family = {.name = "OPERATOR FAMILY",
                                       .selection_rule = catalog::SelectionRule::in_schema,
                                       .read = read_operator_family,
                                       .read_details = read_operator_family_details,
                                       .render = render_operator_family,
                                       .compare_equal_names = compare_operator_family_names};

}  // namespace pgdumpcore::kinds
