#include "archive/script_definition.hpp"

#include "archive/script_routine.hpp"
#include "archive/sql_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace pgdumpcore::archive {

namespace {

using std::string_view;

// --- what is named in a way of its own

// Both are named with their access method.
Definition operator_group(const Entry& entry) {
  const string_view kind = entry.description;
  const string_view name = created_name(entry.create, kind);
  SqlWords words(entry.create);
  if (name.empty() || !words.until("USING")) return {};
  Definition out = plain_definition(kind, fmt::format("{} USING {}", name, words.name()));
  out.name = name;
  return out;
}

// --- what is part of a relation

// ALTER [FOREIGN] TABLE [ONLY] sales.orders …
struct Altered {
  std::string alter{};  // the beginning of the statement, up to the name
  string_view relation{};
  SqlWords rest{string_view()};
};
std::optional<Altered> altered(string_view create) {
  SqlWords words(create);
  if (!words.accept("ALTER")) return std::nullopt;
  Altered out;
  out.alter = "ALTER";
  for (const string_view word : {"FOREIGN", "TABLE", "DOMAIN", "ONLY"})
    if (words.accept(word)) out.alter += fmt::format(" {}", word);
  out.relation = words.name();
  out.rest = words;
  if (out.relation.empty()) return std::nullopt;
  return out;
}

Definition constraint(const Entry& entry) {
  std::optional<Altered> found = altered(entry.create);
  if (!found || !found->rest.accept("ADD") || !found->rest.accept("CONSTRAINT")) return {};
  const std::string name(found->rest.name());
  Definition out{.identity = fmt::format("CONSTRAINT {} ON {}{}", name, found->alter == "ALTER DOMAIN" ? "DOMAIN " : "",
                                         found->relation),
                 .drop = fmt::format("{} {} DROP CONSTRAINT {};\n", found->alter, found->relation, name),
                 .name = name,
                 .relation = std::string(found->relation)};
  if (found->rest.until("REFERENCES")) out.relations.emplace_back(found->rest.name());
  return out;
}

Definition column_default(const Entry& entry) {
  std::optional<Altered> found = altered(entry.create);
  if (!found || !found->rest.accept("ALTER") || !found->rest.accept("COLUMN")) return {};
  if (found->alter.ends_with(" ONLY")) found->alter.resize(found->alter.size() - string_view(" ONLY").size());
  return {
      .drop = fmt::format("{} {} ALTER COLUMN {} DROP DEFAULT;\n", found->alter, found->relation, found->rest.name()),
      .relation = std::string(found->relation)};
}

// ALTER TABLE ONLY whole ATTACH PARTITION part, and the same of indexes; or any other change of a table.
Definition alteration(const Entry& entry) {
  SqlWords words(entry.create);
  if (!words.accept("ALTER")) return {};
  for (const string_view word : {"FOREIGN", "TABLE", "INDEX", "SEQUENCE", "ONLY"}) words.accept(word);
  Definition out{.relation = std::string(words.name())};
  if (words.accept("ATTACH") && words.accept("PARTITION")) out.relations.emplace_back(words.name());
  if (words.accept("OWNED") && words.accept("BY")) {
    std::string column(words.name());
    column.resize(std::min(column.size(), column.rfind('.')));
    out.relations.push_back(std::move(column));
  }
  return out;
}

// The name stands behind CREATE, the relation behind ON.
Definition on_relation(const Entry& entry, string_view kind) {
  const string_view name = created_name(entry.create, kind);
  SqlWords words(entry.create);
  if (name.empty() || !words.until("ON")) return {};
  const string_view relation = words.name();
  Definition out = plain_definition(kind, fmt::format("{} ON {}", name, relation));
  out.name = name;
  out.relation = relation;
  return out;
}

// An index is in its table's schema, which is written with the table alone.
Definition index(const Entry& entry) {
  SqlWords words(entry.create);
  for (const string_view word : {"CREATE", "UNIQUE", "INDEX"}) words.accept(word);
  const string_view name = words.name();
  for (const string_view word : {"ON", "ONLY"}) words.accept(word);
  const string_view relation = words.name();
  const string_view schema = relation.substr(0, relation.size() - last_part(relation).size());
  Definition out = plain_definition("INDEX", fmt::format("{}{}", schema, name));
  out.relation = relation;
  return out;
}

Definition rule(const Entry& entry) {
  static constexpr string_view replacing = "CREATE OR REPLACE VIEW ";
  if (entry.create.starts_with(replacing)) {
    // The view's real definition, which it gets when everything that it needs is there.
    return {.relation = std::string(created_name(entry.create, "VIEW"))};
  }
  const string_view name = created_name(entry.create, "RULE");
  SqlWords words(entry.create);
  if (name.empty() || !words.until("TO")) return {};
  const std::string relation(words.name());
  Definition out = plain_definition("RULE", fmt::format("{} ON {}", name, relation));
  out.name = name;
  out.relation = relation;
  return out;
}

Definition trigger(const Entry& entry) {
  if (!entry.create.starts_with("ALTER ")) return on_relation(entry, "TRIGGER");
  return alteration(entry);  // a partition's, which came with its root's
}

Definition large_object(const Entry& entry) {
  return {.identity = "LARGE OBJECT " + entry.tag.str(),
          .drop = fmt::format("SELECT pg_catalog.lo_unlink('{}');\n", entry.tag)};
}

Definition schema(const Entry& entry) {
  if (!entry.create.starts_with("--")) return plain_definition("SCHEMA", created_name(entry.create, "SCHEMA"));
  return {.identity = "SCHEMA " + entry.tag.str(),
          .drop = "-- *not* dropping schema, since initdb creates it\n",
          .name = entry.tag.str()};
}

Definition cast_or_transform(const Entry& entry) {
  // The tag is the identity.
  return {.identity = entry.tag.str(), .drop = fmt::format("DROP {};\n", entry.tag)};
}

Definition user_mapping(const Entry& entry) {
  static constexpr string_view beginning = "CREATE ";
  SqlWords words(entry.create);
  if (!words.until("SERVER")) return {};
  static_cast<void>(words.name());
  const std::string identity(entry.create.view().substr(beginning.size(), words.offset() - beginning.size()));
  return {.drop = fmt::format("DROP {};\n", identity)};
}

Definition publication_table(const Entry& entry) {
  SqlWords words(entry.create);
  Definition out;
  if (words.until("ONLY")) out.relation = words.name();
  return out;
}

Definition statistics(const Entry& entry) {
  Definition out = plain_definition("STATISTICS", created_name(entry.create, "STATISTICS"));
  SqlWords words(entry.create);
  if (words.until("FROM")) out.relation = words.name();
  return out;
}

Definition sequence(const Entry& entry) {
  if (!entry.create.starts_with("ALTER ")) return plain_definition("SEQUENCE", created_name(entry.create, "SEQUENCE"));
  // An identity column's comes and goes with its table.
  Definition out = alteration(entry);
  SqlWords words(entry.create);
  if (words.until("AS") && words.accept("IDENTITY") && words.accept("(")) {
    words.accept("SEQUENCE");
    words.accept("NAME");
    out.name = words.name();
    out.identity = "SEQUENCE " + out.name;
  }
  return out;
}

Definition table(const Entry& entry) {
  Definition out = plain_definition("TABLE", created_name(entry.create, "TABLE"));
  SqlWords words(entry.create);
  if (words.until("INHERITS") && words.accept("(")) {
    do out.relations.emplace_back(words.name());
    while (words.accept(","));
  }
  return out;
}

Definition database_properties(const Entry& entry) {
  if (entry.create.view().find("datistemplate = true") == string_view::npos &&
      entry.create.view().find("IS_TEMPLATE = true") == string_view::npos)
    return {};
  std::string name = "'";
  for (const char c : entry.tag.view()) name += c == '\'' ? "''" : std::string(1, c);
  return {.drop = fmt::format("UPDATE pg_catalog.pg_database SET datistemplate = false WHERE datname = {}';\n", name)};
}

struct KindRow {
  string_view kind;
  Section section;
  Definition (*define)(const Entry&) = nullptr;  // null: CREATE, the kind, a name
};

constexpr Section pre_data = Section::pre_data;
constexpr Section data = Section::data;
constexpr Section post_data = Section::post_data;

Definition nothing(const Entry& /*entry*/) {
  return {};
}
// The full type, which follows, has the DROP.
Definition shell_type(const Entry& entry) {
  Definition out = plain_definition("TYPE", created_name(entry.create, "TYPE"));
  out.drop.clear();
  return out;
}
// Functions and a base type need each other.
Definition type(const Entry& entry) {
  Definition out = plain_definition("TYPE", created_name(entry.create, "TYPE"));
  if (entry.create.starts_with("CREATE " + out.identity + " (\n    INTERNALLENGTH"))
    out.drop = fmt::format("DROP {} CASCADE;\n", out.identity);
  return out;
}
Definition policy(const Entry& entry) {
  return on_relation(entry, "POLICY");
}
Definition metadata(const Entry& /*entry*/) {
  return {.drop = "-- dummy"};
}

constexpr KindRow kind_rows[] = {{"DATABASE", pre_data},
                                 {"DATABASE PROPERTIES", pre_data, database_properties},
                                 {"SCHEMA", pre_data, schema},
                                 {"CAST", pre_data, cast_or_transform},
                                 {"TRANSFORM", pre_data, cast_or_transform},
                                 {"SHELL TYPE", pre_data, shell_type},
                                 {"TYPE", pre_data, type},
                                 {"OPERATOR CLASS", pre_data, operator_group},
                                 {"OPERATOR FAMILY", pre_data, operator_group},
                                 {"USER MAPPING", pre_data, user_mapping},
                                 {"TABLE", pre_data, table},
                                 {"SEQUENCE", pre_data, sequence},
                                 {"SEQUENCE OWNED BY", pre_data, alteration},
                                 {"TABLE ATTACH", pre_data, alteration},
                                 {"DEFAULT", pre_data, column_default},
                                 {"BLOB", pre_data, large_object},
                                 {"BLOB METADATA", data, metadata},
                                 {"BLOBS", data, nothing},
                                 {"TABLE DATA", data, nothing},
                                 {"SEQUENCE SET", data, nothing},
                                 {"STATISTICS DATA", data, nothing},
                                 {"EXTENDED STATISTICS DATA", post_data, nothing},
                                 {"CONSTRAINT", post_data, constraint},
                                 {"CHECK CONSTRAINT", post_data, constraint},
                                 {"FK CONSTRAINT", post_data, constraint},
                                 {"INDEX", post_data, index},
                                 {"INDEX ATTACH", post_data, alteration},
                                 {"STATISTICS", post_data, statistics},
                                 {"RULE", post_data, rule},
                                 {"TRIGGER", post_data, trigger},
                                 {"POLICY", post_data, policy},
                                 {"ROW SECURITY", post_data, alteration},
                                 {"PUBLICATION", post_data},
                                 {"PUBLICATION TABLE", post_data, publication_table},
                                 {"PUBLICATION TABLES IN SCHEMA", post_data, nothing},
                                 {"SUBSCRIPTION", post_data},
                                 {"SUBSCRIPTION TABLE", post_data, nothing},
                                 {"EVENT TRIGGER", post_data},
                                 {"DEFAULT ACL", post_data, nothing},
                                 {"MATERIALIZED VIEW DATA", post_data, nothing},
                                 {"ACL", Section::none, nothing},
                                 {"COMMENT", Section::none, nothing},
                                 {"SECURITY LABEL", Section::none, nothing}};

const KindRow* row_of(string_view kind) {
  const auto* const found = std::ranges::find(kind_rows, kind, &KindRow::kind);
  return found == std::end(kind_rows) ? nullptr : found;
}

}  // namespace

Definition define(const Entry& entry, string_view owned, int major) {
  const string_view kind = entry.description;
  if (kind == "FUNCTION" || kind == "PROCEDURE" || kind == "AGGREGATE") return define_routine(entry, owned, major);
  if (kind == "OPERATOR") return define_operator(entry, owned);
  const KindRow* const row = row_of(kind);
  if (row == nullptr || row->define == nullptr) return plain_definition(kind, created_name(entry.create, kind));
  return row->define(entry);
}

bool is_partitioned(string_view create) {
  SqlWords words(create);
  return words.until("PARTITION") && words.accept("BY");
}

bool has_tablespace(const Entry& entry, int major) {
  const string_view kind = entry.description;
  if (kind == "TABLE" || kind == "MATERIALIZED VIEW" || kind == "INDEX") return true;
  if (kind == "FOREIGN TABLE") return major < 15;
  if (kind != "CONSTRAINT") return false;
  std::optional<Altered> found = altered(entry.create);
  if (!found || !found->rest.accept("ADD") || !found->rest.accept("CONSTRAINT")) return false;
  static_cast<void>(found->rest.name());
  const string_view what = found->rest.next();
  return what == "PRIMARY" || what == "UNIQUE" || what == "EXCLUDE";
}

Section section_of(string_view description) {
  const KindRow* const row = row_of(description);
  return row == nullptr ? Section::pre_data : row->section;
}

}  // namespace pgdumpcore::archive
