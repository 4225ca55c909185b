#include "kinds/database.hpp"

#include "kinds/acl.hpp"
#include "kinds/comment.hpp"
#include "kinds/security_label.hpp"
#include "kinds/setting.hpp"
#include "pg/array.hpp"

#include <fmt/format.h>

#include <optional>

namespace pgdumpcore::kinds {

using catalog::Component;
using catalog::Object;
using catalog::Reader;
using catalog::Renderer;
using catalog::Statement;
using catalog::VersionedText;
using catalog::class_id::pg_database;

namespace {

struct Setting {
  std::string role{};  // empty: for everybody
  std::string item{};
};

struct Database {
  std::string encoding{};
  char provider = 'c';  // b(uiltin) c (libc) i(cu)
  std::string collate{};
  std::string ctype{};
  std::optional<std::string> locale{};  // of the builtin provider or of ICU
  std::optional<std::string> icu_rules{};
  std::string tablespace{};
  std::string connection_limit{};  // "-1": none
  bool is_template = false;
  std::vector<Setting> settings{};
};

constexpr std::string_view database_query = R"(
  SELECT d.oid, d.datname, pg_catalog.pg_get_userbyid(d.datdba) AS owner,
         pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate, d.datctype,
         ${provider} AS provider, ${locale} AS locale, ${icu_rules} AS icu_rules,
         t.spcname, d.datconnlimit, d.datistemplate,
         d.datacl, pg_catalog.acldefault('d', d.datdba) AS built_in_acl,
         pg_catalog.shobj_description(d.oid, 'pg_database') AS comment,
         (SELECT pg_catalog.count(*)
            FROM pg_catalog.pg_db_role_setting s
           WHERE s.setdatabase = d.oid AND s.setrole <> 0
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.oid = s.setrole)) AS settings_of_nobody
    FROM pg_catalog.pg_database d
    LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
   WHERE d.datname = pg_catalog.current_database())";

constexpr VersionedText database_gates[] = {{"provider", 15, "d.datlocprovider", "'c'"},
                                            {"locale", 17, "d.datlocale", "${icu_locale}"},
                                            {"icu_locale", 15, "d.daticulocale", "NULL"},
                                            {"icu_rules", 16, "d.daticurules", "NULL"}};

constexpr std::string_view setting_query = R"(
  SELECT '' AS role, setconfig
    FROM pg_catalog.pg_db_role_setting
   WHERE setrole = 0 AND setdatabase = %OID%)";

// Nothing orders the roles: the order is the planner's, and pg_dump, which leaves it to the planner too, gets the same.
constexpr std::string_view role_setting_query = R"(
  SELECT r.rolname AS role, s.setconfig
    FROM pg_catalog.pg_db_role_setting s
    JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
   WHERE s.setdatabase = %OID%)";

constexpr std::string_view database_label_query = R"(
  SELECT provider, label
    FROM pg_catalog.pg_shseclabel
   WHERE classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND objoid = %OID%
   ORDER BY 1)";

std::string with_oid(std::string_view sql, catalog::Oid oid) {
  static constexpr std::string_view slot = "%OID%";
  std::string out(sql);
  return out.replace(out.find(slot), slot.size(), std::to_string(oid));
}

void read_facets(Reader& reader, Object& object, const pg::Row& row) {
  catalog::Store& store = reader.store();
  set_acl(reader, object, row["datacl"], row["built_in_acl"]);
  if (!row["comment"].empty()) {
    object.available |= Component::comment;
    store.comments[object.address] = row["comment"].str();
  }
  reader.ask(with_oid(database_label_query, object.address.objid), [&store, &object](const pg::Result& labels) {
    for (const pg::Row label : labels) {
      object.available |= Component::security_label;
      store.security_labels[object.address].push_back({.provider = label.at(0).str(), .text = label.at(1).str()});
    }
  });
}

void read_settings(Reader& reader, std::string_view query, Object& object) {
  reader.ask(with_oid(query, object.address.objid), [&object](const pg::Result& rows) {
    for (const pg::Row row : rows)
      for (std::string& item : pg::parse_text_array(row["setconfig"].view()))
        catalog::record<Database>(object).settings.push_back({.role = row["role"].str(), .item = std::move(item)});
  });
}

void take_database(Reader& reader, const pg::Row& row) {
  const catalog::Oid oid = row["oid"].oid();
  Object& object = reader.add(database, {pg_database, oid}, row["datname"].str());
  object.owner = reader.store().texts(row["owner"].view());
  object.wanted = catalog::Components::all();
  Database record{.encoding = row["encoding"].str(),
                  .provider = row["provider"].character(),
                  .collate = row["datcollate"].str(),
                  .ctype = row["datctype"].str(),
                  .tablespace = row["spcname"].str(),
                  .connection_limit = row["datconnlimit"].str(),
                  .is_template = row["datistemplate"].flag()};
  if (!row["locale"].is_null()) record.locale = row["locale"].str();
  if (!row["icu_rules"].is_null()) record.icu_rules = row["icu_rules"].str();
  if (row["settings_of_nobody"].integer() > 0)
    reader.store().notices.push_back(
        {.message = fmt::format("settings of roles that do not exist are left out of database \"{}\"", object.name),
         .hint = "pg_db_role_setting has their OIDs in setrole."});
  object.record = std::move(record);
  for (const std::string_view query : {setting_query, role_setting_query}) read_settings(reader, query, object);
  read_facets(reader, object, row);
}

void read_database(Reader& reader) {
  reader.ask(database_query, database_gates, [&reader](const pg::Result& rows) { take_database(reader, rows.row(0)); });
}

// What cannot be altered later. Collation versions are left out: the server that restores has its own.
std::string create_database(const Renderer& renderer, const Object& object, const Database& definition) {
  std::string out = "CREATE DATABASE " + renderer.id(object.name) + " WITH TEMPLATE = template0";
  const auto option = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out += ' ' + std::string(name) + " = " + renderer.literal(value);
  };
  option("ENCODING", definition.encoding);
  if (renderer.major() >= 15)
    out += std::string(" LOCALE_PROVIDER = ") + (definition.provider == 'b'   ? "builtin"
                                                 : definition.provider == 'i' ? "icu"
                                                                              : "libc");
  if (definition.collate == definition.ctype) {
    option("LOCALE", definition.collate);
  } else {
    option("LC_COLLATE", definition.collate);
    option("LC_CTYPE", definition.ctype);
  }
  if (definition.locale)
    out +=
        (definition.provider == 'b' ? " BUILTIN_LOCALE = " : " ICU_LOCALE = ") + renderer.literal(*definition.locale);
  if (definition.icu_rules) out += " ICU_RULES = " + renderer.literal(*definition.icu_rules);
  if (!definition.tablespace.empty() && definition.tablespace != "pg_default" && !renderer.options().no_tablespaces)
    out += " TABLESPACE = " + renderer.id(definition.tablespace);
  return out + ";\n";
}

std::string properties(const Renderer& renderer, const Object& object, const Database& definition) {
  const std::string name = renderer.id(object.name);
  std::string out;
  if (definition.connection_limit != "-1")
    out += "ALTER DATABASE " + name + " CONNECTION LIMIT = " + definition.connection_limit + ";\n";
  if (definition.is_template) out += "ALTER DATABASE " + name + " IS_TEMPLATE = true;\n";
  for (const Setting& setting : definition.settings) {
    const std::string clause = set_clause(renderer.dialect(), setting.item);
    if (clause.empty()) continue;
    out += setting.role.empty() ? "ALTER DATABASE " + name
                                : "ALTER ROLE " + renderer.id(setting.role) + " IN DATABASE " + name;
    out += ' ' + clause + ";\n";
  }
  return out;
}

// Apart from CREATE DATABASE, which must be alone in its transaction.
void render_properties(Renderer& renderer, const Object& object, const Database& definition) {
  Statement statement;
  statement.tag = object.name;
  statement.description = "DATABASE PROPERTIES";
  statement.section = catalog::Section::pre_data;
  statement.owner = object.owner;
  statement.create = properties(renderer, object, definition);
  if (statement.create.empty()) return;
  // A template cannot be dropped, and there is no ALTER DATABASE IF EXISTS to make it an ordinary database first.
  if (definition.is_template)
    statement.drop =
        "UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = " + renderer.literal(object.name) +
        ";\n";
  renderer.emit(std::move(statement));
}

void render_database(const Object& object, Renderer& renderer) {
  const auto& definition = catalog::record<Database>(object);
  const std::string name = renderer.id(object.name);
  Statement statement = renderer.statement(object, "DATABASE");
  statement.section = catalog::Section::pre_data;
  statement.create = create_database(renderer, object, definition);
  statement.drop = "DROP DATABASE " + name + ";\n";
  renderer.emit(std::move(statement));

  const CommentTarget target{.type = "DATABASE", .name = name, .owner = object.owner};
  render_comment(renderer, object, target);
  render_security_label(renderer, object, target);
  render_acl(renderer, object, {.type = "DATABASE", .name = name, .owner = object.owner});
  render_properties(renderer, object, definition);
}

}  // namespace

const catalog::Kind database = {.name = "DATABASE",
                                .selection_rule = catalog::SelectionRule::decided_by_kind,
                                .read = read_database,
                                .render = render_database};

}  // namespace pgdumpcore::kinds
