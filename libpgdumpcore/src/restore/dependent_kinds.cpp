#include "restore/dependent_kinds.hpp"

#include "archive/sql_words.hpp"
#include "pg/quote.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pgdumpcore::restoring {

namespace {

using archive::Entry;
using std::string_view;

string_view from(string_view text, string_view mark) {
  const std::size_t at = text.find(mark);
  return at == string_view::npos ? string_view() : text.substr(at);
}

string_view until(string_view text, string_view mark) {
  return text.substr(0, text.find(mark));
}

// --- which part of a definition counts

string_view whole(string_view create) {
  return create;
}

string_view behind_references(string_view create) {
  return from(create, " REFERENCES ");
}

// Until 13 a partition is attached where it is made; what is of a type goes with it, and what is divided by a function.
string_view of_others(string_view create) {
  if (create.starts_with("ALTER TABLE ")) return create;
  // It goes with any column that it is divided by.
  if (create.find("\nPARTITION BY ") != string_view::npos) return create;
  for (const string_view mark : {string_view("\nINHERITS ("), string_view("\nALTER TABLE ONLY ")})
    if (const string_view rest = from(create, mark); !rest.empty()) return rest;
  const string_view head = until(create, "\n");
  return from(head, " OF ");
}

// A body that is a constant is text to the server.
string_view before_body(string_view create) {
  return until(create, "\n    AS ");
}

// --- how the server is asked

constexpr string_view lost_routine = "pg_catalog.to_regprocedure(object) IS NULL";
constexpr string_view lost_relation = "pg_catalog.to_regclass(object) IS NULL";
// With a relation that is lost itself comes what is its own.
constexpr string_view lost_key =
    "pg_catalog.to_regclass(object) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint "
    "WHERE conrelid = pg_catalog.to_regclass(object) AND conname = part)";
constexpr string_view lost_rule =
    "pg_catalog.to_regclass(object) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite "
    "WHERE ev_class = pg_catalog.to_regclass(object) AND rulename = part)";
constexpr string_view lost_policy =
    "pg_catalog.to_regclass(object) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_policy "
    "WHERE polrelid = pg_catalog.to_regclass(object) AND polname = part)";

constexpr string_view lost_type = "pg_catalog.to_regtype(object) IS NULL";
constexpr string_view lost_index =
    "pg_catalog.to_regclass(object) IS NULL AND pg_catalog.to_regclass(part) IS NOT NULL";
constexpr string_view lost_trigger =
    "pg_catalog.to_regclass(object) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger "
    "WHERE tgrelid = pg_catalog.to_regclass(object) AND tgname = part)";
constexpr string_view lost_statistics =
    "NOT EXISTS (SELECT FROM pg_catalog.pg_statistic_ext AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = "
    "e.stxnamespace "
    "WHERE pg_catalog.format('%I.%I', n.nspname, e.stxname) = object) AND pg_catalog.to_regclass(part) IS NOT NULL";
constexpr string_view lost_event_trigger = "NOT EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = part)";
constexpr string_view lost_column =
    "pg_catalog.to_regclass(object) IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute "
    "WHERE attrelid = pg_catalog.to_regclass(object) AND attname = part AND NOT attisdropped)";
constexpr string_view lost_default =
    "EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(object) AND attname = part "
    "AND NOT attisdropped AND NOT atthasdef)";

// --- what they are called

std::string without_quotes(string_view written) {
  std::vector<std::string> names = archive::name_parts(written);
  return names.empty() ? std::string() : std::move(names.back());
}

// The relation of a name as it is written.
Dependent relation_named(const Entry& entry, const std::string& written) {
  static const pg::IdentifierQuoter quote;
  const std::vector<std::string> names = archive::name_parts(written);
  return {.entry = &entry,
          .object = written,
          .part = {},
          .name = written,
          .shown = names.size() == 2 ? quote.qualified(names[0], names[1]) : written};
}

// A routine's tag, which -P takes, has its arguments' types, and its name without quotes.
std::optional<Dependent> routine_named(const Entry& entry, const archive::Definition& definition) {
  if (definition.name.empty()) return std::nullopt;
  const std::size_t name = without_quotes(definition.name).size();
  return Dependent{.entry = &entry,
                   .object = definition.name + entry.tag.str().substr(std::min(name, entry.tag.size())),
                   .part = {},
                   .name = definition.name,
                   .shown = entry.schema + "." + entry.tag.str()};
}

// Of extended statistics, too. Its name has its schema.
std::optional<Dependent> index_named(const Entry& entry, const archive::Definition& definition) {
  if (definition.name.empty()) return std::nullopt;
  return Dependent{.entry = &entry,
                   .object = definition.name,
                   .part = definition.relation,
                   .name = {},
                   .shown = definition.relation + " " + std::string(archive::last_part(definition.name))};
}

std::optional<Dependent> default_named(const Entry& entry, const archive::Definition& definition) {
  archive::SqlWords words(entry.create);
  if (!words.until("COLUMN")) return std::nullopt;
  const string_view column = words.name();
  return Dependent{.entry = &entry,
                   .object = definition.relation,
                   .part = without_quotes(column),
                   .name = {},
                   .shown = fmt::format("{} {}", definition.relation, column)};
}

std::optional<Dependent> table_named(const Entry& entry, const archive::Definition& definition) {
  if (entry.description != "TABLE ATTACH") return relation_named(entry, definition.name);
  if (definition.relations.empty()) return std::nullopt;
  return relation_named(entry, definition.relations.front());
}

// A rule may be the definition of a view that stands behind a dummy of it.
std::optional<Dependent> view_named(const Entry& entry, const archive::Definition& definition) {
  if (entry.description != "RULE") return relation_named(entry, definition.name);
  if (!definition.name.empty() || definition.relation.empty()) return std::nullopt;
  return relation_named(entry, definition.relation);
}

std::optional<Dependent> type_named(const Entry& entry, const archive::Definition& definition) {
  if (definition.name.empty()) return std::nullopt;
  return Dependent{
      .entry = &entry, .object = definition.name, .part = {}, .name = definition.name, .shown = definition.name};
}

// Of what has its name in a relation, or in none.
std::optional<Dependent> named_in_relation(const Entry& entry, const archive::Definition& definition) {
  if (definition.name.empty()) return std::nullopt;
  return Dependent{.entry = &entry,
                   .object = definition.relation,
                   .part = without_quotes(definition.name),
                   .name = {},
                   .shown = definition.relation + " " + definition.name};
}

// Tables have their parts without entries: part_named() names them.
std::optional<Dependent> not_by_entry(const Entry& /*entry*/, const archive::Definition& /*definition*/) {
  return std::nullopt;
}

}  // namespace

const std::vector<DependentKind>& dependent_kinds() {
  static const std::vector<DependentKind> all = {
      {{"TYPE", "DOMAIN"}, whole, type_named, lost_type, "types depend on", "", false},
      {{"FUNCTION", "PROCEDURE", "AGGREGATE"},
       before_body,
       routine_named,
       lost_routine,
       "functions depend on",
       "-P",
       false},
      {{"TABLE", "FOREIGN TABLE", "TABLE ATTACH"},
       of_others,
       table_named,
       lost_relation,
       "tables depend on",
       "-t",
       false},
      {{columns_of_tables}, whole, not_by_entry, lost_column, "columns of other tables depend on", "", false},
      {{defaults_of_tables, "DEFAULT"}, whole, default_named, lost_default, "defaults of other tables depend on", ""},
      {{constraints_of_tables, "CHECK CONSTRAINT", "CONSTRAINT"},
       whole,
       named_in_relation,
       lost_key,
       "constraints of other tables depend on",
       ""},
      {{"INDEX"}, whole, index_named, lost_index, "indexes of other tables depend on", ""},
      {{"STATISTICS"}, whole, index_named, lost_statistics, "statistics of other tables depend on", ""},
      {{"VIEW", "MATERIALIZED VIEW", "RULE"}, whole, view_named, lost_relation, "views depend on", "-t"},
      {{"FK CONSTRAINT"}, behind_references, named_in_relation, lost_key, "foreign keys of other tables refer to", ""},
      {{"RULE"}, whole, named_in_relation, lost_rule, "rules of others refer to", ""},
      {{"POLICY"}, whole, named_in_relation, lost_policy, "policies of other tables refer to", ""},
      {{"TRIGGER"}, whole, named_in_relation, lost_trigger, "triggers of other tables depend on", ""},
      {{"EVENT TRIGGER"}, whole, named_in_relation, lost_event_trigger, "event triggers run", ""}};
  return all;
}

bool is_of(const DependentKind& kind, string_view description) {
  return std::ranges::find(kind.descriptions, description) != kind.descriptions.end();
}

Dependent part_named(const Entry& entry, const std::string& table, const TablePart& part, string_view change) {
  return {.entry = &entry,
          .object = table,
          .part = without_quotes(part.name),
          .name = {},
          .shown = fmt::format("{} {}", table, part.name),
          .command = fmt::format("\nALTER TABLE {} {};", table, change)};
}

}  // namespace pgdumpcore::restoring
