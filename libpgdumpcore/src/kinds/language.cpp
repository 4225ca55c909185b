#include "kinds/language.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/acl.hpp"
#include "kinds/security_label.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::class_id::pg_language;
using catalog::class_id::pg_proc;

namespace {

struct Language {
  bool trusted = false;
  catalog::Oid handler = 0;
  catalog::Oid inline_handler = 0;
  catalog::Oid validator = 0;
};

constexpr std::string_view language_query = R"(
  SELECT oid, lanname, lanpltrusted, lanplcallfoid, laninline, lanvalidator,
         pg_catalog.pg_get_userbyid(lanowner) AS owner,
         lanacl, pg_catalog.acldefault('l', lanowner) AS built_in_acl
    FROM pg_catalog.pg_language
   WHERE lanispl
   ORDER BY oid)";

void read_language(Reader& reader) {
  reader.ask(language_query, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object = reader.add(language, {pg_language, row["oid"].oid()}, row["lanname"].str());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = Language{.trusted = row["lanpltrusted"].flag(),
                               .handler = row["lanplcallfoid"].oid(),
                               .inline_handler = row["laninline"].oid(),
                               .validator = row["lanvalidator"].oid()};
      // Nobody may be granted an untrusted language.
      if (row["lanpltrusted"].flag()) set_acl(reader, object, row["lanacl"], row["built_in_acl"]);
    }
  });
}

// The routine's name for a clause, or empty when it is not part of the dump.
std::string dumped_routine(const Renderer& renderer, catalog::Oid oid) {
  const Object* const routine = oid == 0 ? nullptr : renderer.store().find(pg_proc, oid);
  return routine == nullptr || !routine->wanted.any() ? std::string() : renderer.qualified(*routine);
}

// With all of its functions in the dump a language is spelled out; otherwise it must be there, or an extension's.
std::string create_language(const Renderer& renderer, const Object& object, const Language& record) {
  const std::string name = renderer.id(object.name);
  const std::string handler = dumped_routine(renderer, record.handler);
  const std::string inline_handler = dumped_routine(renderer, record.inline_handler);
  const std::string validator = dumped_routine(renderer, record.validator);
  const bool whole = !handler.empty() && (record.inline_handler == 0 || !inline_handler.empty()) &&
                     (record.validator == 0 || !validator.empty());
  if (!whole) return fmt::format("CREATE OR REPLACE PROCEDURAL LANGUAGE {};\n", name);
  std::string out =
      fmt::format("CREATE {}PROCEDURAL LANGUAGE {} HANDLER {}", record.trusted ? "TRUSTED " : "", name, handler);
  if (!inline_handler.empty()) out += " INLINE " + inline_handler;
  if (!validator.empty()) out += " VALIDATOR " + validator;
  return out + ";\n";
}

void render_language(const Object& object, Renderer& renderer) {
  const std::string name = renderer.id(object.name);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "PROCEDURAL LANGUAGE");
    statement.create = create_language(renderer, object, catalog::record<Language>(object));
    statement.drop = fmt::format("DROP PROCEDURAL LANGUAGE {};\n", name);
    renderer.emit(std::move(statement));
  }
  const CommentTarget about{.type = "LANGUAGE", .name = name, .owner = object.owner};
  render_comment(renderer, object, about);
  render_security_label(renderer, object, about);
  render_acl(renderer, object, {.type = "LANGUAGE", .name = name, .owner = object.owner});
}

}  // namespace

const catalog::Kind language = {.name = "PROCEDURAL LANGUAGE",
                                .selection_rule = catalog::SelectionRule::in_database,
                                .read = read_language,
                                .render = render_language};

}  // namespace pgdumpcore::kinds
