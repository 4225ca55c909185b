#include "kinds/collation.hpp"

#include "catalog/reader.hpp"
#include "catalog/renderer.hpp"
#include "kinds/comment.hpp"

#include <fmt/format.h>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_collation;

namespace {

// Versions are left out: the server that restores has its own.
struct Collation {
  int encoding = -1;
  char provider = '\0';  // b(uiltin) c (libc) i(cu) d(efault)
  bool deterministic = true;
  std::string collate{};
  std::string ctype{};
  std::string locale{};  // of the builtin provider and of ICU
  std::string rules{};
  bool has_rules = false;
};

// pg_catalog holds those of initdb and of pg_import_system_collations, which no dump takes.
constexpr std::string_view collation_query = R"(
  SELECT oid, collname, collnamespace, pg_catalog.pg_get_userbyid(collowner) AS owner, collencoding, collprovider,
         collisdeterministic, collcollate, collctype, ${locale} AS locale, ${rules} AS rules
    FROM pg_catalog.pg_collation
   WHERE collnamespace <> 'pg_catalog'::pg_catalog.regnamespace
   ORDER BY oid)";

// Until 14 an ICU collation had its locale in collcollate.
constexpr VersionedText collation_gates[] = {{"locale", 17, "colllocale", "${icu_locale}"},
                                             {"icu_locale", 15, "colliculocale", "collcollate"},
                                             {"rules", 16, "collicurules", "NULL"}};

void read_collation(Reader& reader) {
  reader.ask(collation_query, collation_gates, [&reader](const pg::Result& rows) {
    for (const pg::Row row : rows) {
      Object& object =
          reader.add(collation, {pg_collation, row["oid"].oid()}, row["collname"].str(), row["collnamespace"].oid());
      object.owner = reader.store().texts(row["owner"].view());
      object.record = Collation{.encoding = row["collencoding"].small(),
                                .provider = row["collprovider"].character(),
                                .deterministic = row["collisdeterministic"].flag(),
                                .collate = row["collcollate"].str(),
                                .ctype = row["collctype"].str(),
                                .locale = row["locale"].str(),
                                .rules = row["rules"].str(),
                                .has_rules = !row["rules"].is_null()};
    }
  });
}

std::string locale_clause(const Renderer& renderer, const Collation& record) {
  if (record.provider != 'c') {
    std::string out = ", locale = " + renderer.literal(record.locale);
    if (record.has_rules) out += ", rules = " + renderer.literal(record.rules);
    return out;
  }
  if (record.collate == record.ctype) return ", locale = " + renderer.literal(record.collate);
  return fmt::format(", lc_collate = {}, lc_ctype = {}", renderer.literal(record.collate),
                     renderer.literal(record.ctype));
}

std::string create_collation(const Renderer& renderer, const std::string& name, const Collation& record) {
  const char* const provider = record.provider == 'b' ? "builtin" : record.provider == 'i' ? "icu" : "libc";
  return fmt::format("CREATE COLLATION {} (provider = {}{}{});\n", name, provider,
                     record.deterministic ? "" : ", deterministic = false", locale_clause(renderer, record));
}

void render_collation(const Object& object, Renderer& renderer) {
  const std::string name = renderer.qualified(object);
  if (object.wants(Component::definition)) {
    Statement statement = renderer.statement(object, "COLLATION");
    statement.create = create_collation(renderer, name, catalog::record<Collation>(object));
    statement.drop = fmt::format("DROP COLLATION {};\n", name);
    renderer.emit(std::move(statement));
  }
  render_comment(renderer, object, labelled(renderer, object, "COLLATION"));
}

std::strong_ordering compare_collation_names(const Object& a, const Object& b) {
  return catalog::record<Collation>(a).encoding <=> catalog::record<Collation>(b).encoding;
}

}  // namespace

const catalog::Kind collation = {.name = "COLLATION",
                                 .selection_rule = catalog::SelectionRule::in_schema,
                                 .read = read_collation,
                                 .render = render_collation,
                                 .compare_equal_names = compare_collation_names};

}  // namespace pgdumpcore::kinds
