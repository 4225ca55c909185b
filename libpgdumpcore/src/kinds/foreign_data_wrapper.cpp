#include "kinds/foreign_data_wrapper.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/foreign_options.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_foreign_data_wrapper;

namespace {

// Functions as regproc prints them, quoted where needed; "-": none.
struct ForeignDataWrapper {
  std::string handler{};
  std::string validator{};
  std::string connection{};  // 19: makes the connection strings of subscriptions
  std::string options{};
};

constexpr std::string_view wrapper_query = R"(
  SELECT oid, fdwname, pg_catalog.pg_get_userbyid(fdwowner) AS owner,
         fdwhandler::pg_catalog.regproc AS handler, fdwvalidator::pg_catalog.regproc AS validator,
         ${{connection}} AS connection, {} AS options,
         fdwacl, pg_catalog.acldefault('F', fdwowner) AS built_in_acl
    FROM pg_catalog.pg_foreign_data_wrapper
   ORDER BY oid)";

constexpr VersionedText wrapper_gates[] = {{"connection", 19, "fdwconnection::pg_catalog.regproc", "'-'"}};

void read_foreign_data_wrapper(Reader& reader) {
  reader.ask(
      fmt::format(wrapper_query, foreign_options_sql("fdwoptions")), wrapper_gates, [&reader](const pg::Result& rows) {
        for (const pg::Row row : rows) {
          Object& object =
              reader.add(foreign_data_wrapper, {pg_foreign_data_wrapper, row["oid"].oid()}, row["fdwname"].str());
          object.owner = reader.store().texts(row["owner"].view());
          object.record = ForeignDataWrapper{.handler = row["handler"].str(),
                                             .validator = row["validator"].str(),
                                             .connection = row["connection"].str(),
                                             .options = row["options"].str()};
          set_acl(reader, object, row["fdwacl"], row["built_in_acl"]);
        }
      });
}

std::string create_foreign_data_wrapper(const std::string& name, const ForeignDataWrapper& record) {
  std::string out = "CREATE FOREIGN DATA WRAPPER " + name;
  if (record.handler != "-") out += " HANDLER " + record.handler;
  if (record.validator != "-") out += " VALIDATOR " + record.validator;
  if (record.connection != "-") out += " CONNECTION " + record.connection;
  return out + options_clause(" ", record.options) + ";\n";
}

void render_foreign_data_wrapper(const Object& object, Renderer& renderer) {
  const std::string name = renderer.id(object.name);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "FOREIGN DATA WRAPPER");
    statement.create = create_foreign_data_wrapper(name, catalog::record<ForeignDataWrapper>(object));
    statement.drop = fmt::format("DROP FOREIGN DATA WRAPPER {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "FOREIGN DATA WRAPPER"));
  render_acl(renderer, object, {.type = "FOREIGN DATA WRAPPER", .name = name, .owner = object.owner});
}

}  // namespace

const catalog::Kind foreign_data_wrapper = {.name = "FOREIGN DATA WRAPPER",
                                            .selection_rule = catalog::SelectionRule::in_schema,
                                            .read = read_foreign_data_wrapper,
                                            .render = render_foreign_data_wrapper};

}  // namespace pgdumpcore::kinds
